"""What a map may do to a text before it is read: a closed set, no language of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _host(text: str) -> str:
    """Return the name of the computer in a web address; text that is no address stays."""
    address = text.strip()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:
        return text
    return host or text


def _year(text: str) -> str:
    """Return the one year in a date; text with no year, or two, stays."""
    years = set(_YEAR.findall(text))
    return years.pop() if len(years) == 1 else text


TRANSFORMS: dict[str, Callable[[str], str]] = {
    "strip": str.strip,
    "first_line": _first_line,
    "one_line": _one_line,
    "lower": str.lower,
    "upper": str.upper,
    "host": _host,
    "year": _year,
}
