"""The guide as a folder of web pages that need neither network nor script."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from guide_pages import GUIDE, GuidePage, pages, with_links
from markdown_it import MarkdownIt

from inventory_app.gui.dialogs.help_text import anchor_of
from inventory_app.languages import language

_HEADING = re.compile(r"<(h[1-6])>(.*?)</\1>")
_PICTURE = re.compile(r'<img src="(images/[^"]+)-light\.png" alt="([^"]*)" ?/?>')
_TAG = re.compile(r"<[^>]+>")
_STYLE = Path(__file__).with_name("guide.css")


def write_html(folder: Path) -> list[Path]:
    """Write the guide into *folder*, which is made anew; return the pages."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "images").mkdir(parents=True)
    for image in sorted((GUIDE / "images").glob("*-en-*.png")):
        shutil.copyfile(image, folder / "images" / image.name)
    shutil.copyfile(_STYLE, folder / "guide.css")
    every = pages()
    made = []
    for page in every:
        target = folder / file_name(page.name)
        target.write_text(_document(page, every), "utf-8")
        made.append(target)
    return made


def file_name(name: str) -> str:
    """Return the file of the page *name*."""
    return "index.html" if name == "README" else f"{name}.html"


def _document(page: GuidePage, every: Sequence[GuidePage]) -> str:
    told = language(page.language)
    way = "rtl" if told.right_to_left else "ltr"
    return f"""<!DOCTYPE html>
<html lang="{told.tag}" dir="{way}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(page.title)} · ICT Inventory</title>
<link rel="stylesheet" href="guide.css">
</head>
<body>
<a class="skip" href="#content">{escape(page.title)}</a>
<nav lang="en" dir="ltr" aria-label="Pages of the guide">
{_navigation(page, every)}
</nav>
<main id="content">
{_body(page)}
</main>
</body>
</html>
"""


def _navigation(page: GuidePage, every: Sequence[GuidePage]) -> str:
    lines = ['<p class="name">ICT Inventory</p>']
    for part, inside in groupby(every, key=lambda each: each.part):
        lines += [f"<h2>{escape(part)}</h2>", "<ul>"]
        for each in inside:
            here = ' aria-current="page"' if each == page else ""
            told = f' lang="{language(each.language).tag}" dir="auto"'
            link = f'<a href="{file_name(each.name)}"{here}{told}>{escape(each.title)}</a>'
            lines.append(f"<li>{link}</li>")
        lines.append("</ul>")
    return "\n".join(lines)


def _body(page: GuidePage) -> str:
    def link(name: str, anchor: str) -> str:
        return file_name(name) + (f"#{anchor}" if anchor else "")

    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(with_links(page, link))
    html = _HEADING.sub(
        lambda found: (
            f'<{found[1]} id="{anchor_of(_TAG.sub("", found[2]))}">{found[2]}</{found[1]}>'
        ),
        html,
    )
    html = html.replace("<table>", '<div class="table"><table>').replace(
        "</table>", "</table></div>"
    )
    html = html.replace("<code>", '<code dir="ltr">')
    return _PICTURE.sub(
        lambda found: (
            f'<picture><source srcset="{found[1]}-dark.png" media="(prefers-color-scheme: dark)">'
            f'<img src="{found[1]}-light.png" alt="{found[2]}" loading="lazy"></picture>'
            if (GUIDE / f"{found[1]}-dark.png").is_file()
            else f'<img src="{found[1]}-light.png" alt="{found[2]}" loading="lazy">'
        ),
        html,
    )
