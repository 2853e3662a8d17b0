"""The findings on a workbook as one HTML file: light and dark, printable, in any direction."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from html import escape
from pathlib import Path

from inventory_app.domain.finding_pages import FindingLine, FindingsPage, FindingsPart, PageWords
from inventory_app.domain.findings import Strength
from inventory_app.languages import language

# What HTML cannot hold: control characters, and halves of letters.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SIGNS = {Strength.BLOCKS: "■", Strength.COMMENT: "▲", Strength.NOTICE: "○"}

_NUMBER = ' class="number"'

_STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --soft: #f3f6f9; --ink: #1b2a3a;
  --quiet: #55657a; --line: #d3dce6; --accent: #0a6ea8; --navy: #0b2540; --on-navy: #ffffff;
  --sky: #a9d3ee; --blocks: #9b1c16; --comment: #7a4b00; --notice: #2c5a80; --bar: #dce6ee; }
@media (prefers-color-scheme: dark) { :root { --paper: #101820; --soft: #18232e; --ink: #e6edf4;
  --quiet: #a3b2c2; --line: #2f3e4e; --accent: #6cbcf0; --navy: #0a1a2b; --blocks: #ff9d95;
  --comment: #f3c26b; --notice: #9cc9ec; --bar: #2a3846; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
  font-family: "Noto Sans", "Segoe UI", "Helvetica Neue", Arial, "Noto Sans Arabic", "Geeza Pro",
  "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
header { background: var(--navy); color: var(--on-navy); border-block-end: 4px solid #0a6ea8; }
header > div, main, footer { max-width: 72rem; margin-inline: auto; padding: 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .35rem; }
header p { margin: 0; color: var(--sky); font-size: 1.05rem; }
h2 { font-size: 1.2rem; color: var(--accent); border-block-end: 2px solid var(--accent);
  margin: 2rem 0 .75rem; padding-block-end: .2rem; break-after: avoid; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 0 0 1rem; }
dt { color: var(--quiet); font-size: .8rem; } dd { margin: 0; font-weight: 600; }
ul.counts { display: flex; flex-wrap: wrap; gap: .75rem; list-style: none; padding: 0; margin: 0; }
ul.counts li { background: var(--soft); border-inline-start: 4px solid currentColor;
  padding: .4rem .9rem; min-width: 9rem; }
ul.counts b { display: block; font-size: 1.5rem; line-height: 1.2; }
.blocks { color: var(--blocks); } .comment { color: var(--comment); }
.notice { color: var(--notice); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: start; vertical-align: top; padding: .45rem .6rem;
  border-block-end: 1px solid var(--line); overflow-wrap: anywhere; }
th { background: var(--soft); color: var(--quiet); font-size: .8rem; overflow-wrap: normal; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
td.word { white-space: nowrap; font-weight: 600; } td.cell { white-space: nowrap; }
td small { color: var(--quiet); display: block; }
meter { width: 7rem; height: .8rem; vertical-align: middle; }
a { color: var(--accent); } footer { color: var(--quiet); font-size: .85rem; }
@media print { :root { --paper: #fff; --ink: #000; --soft: #f0f0f0; --quiet: #444; --line: #bbb;
  --accent: #000; --navy: #fff; --on-navy: #000; --sky: #333; --blocks: #000; --comment: #000;
  --notice: #000; } body { font-size: 10pt; } header > div, main, footer { padding: 0;
  max-width: none; } header { border-color: #000; } a { text-decoration: none; color: inherit; }
  @page { size: A4 landscape; margin: 14mm; } }
"""


def write_findings_page(page: FindingsPage, path: Path) -> None:
    """Write *page* as one HTML file; equal pages give equal files. Raises `OSError`."""
    path.write_text(findings_html(page), encoding="utf-8", newline="\n")


def findings_html(page: FindingsPage) -> str:
    """Return *page* as one HTML document that fetches nothing and runs nothing."""
    of = language(page.language)
    direction = "rtl" if of.right_to_left else "ltr"
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{_text(of.tag)}" dir="{direction}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_text(page.title)}</title>",
            f"<style>{_STYLE}</style></head>",
            "<body>",
            f"<header><div><h1>{_text(page.title)}</h1><p>{_text(page.lead)}</p></div></header>",
            "<main>",
            *_body(page),
            "</main>",
            f"<footer>{_text(page.foot)}</footer>",
            "</body></html>",
            "",
        )
    )


def _body(page: FindingsPage) -> Iterator[str]:
    facts = (f"<div><dt>{_text(name)}</dt><dd>{_own(text)}</dd></div>" for name, text in page.facts)
    yield f"<dl>{''.join(facts)}</dl>"
    counts = (
        f'<li class="{strength.value}"><b>{n}</b>{_SIGNS[strength]} {_text(word)}</li>'
        for strength, word, n in page.counts
    )
    yield f'<ul class="counts">{"".join(counts)}</ul>'
    if page.progress:
        yield from _progress(page)
    for part in page.parts:
        yield from _part(part, page.words)


def _progress(page: FindingsPage) -> Iterator[str]:
    words, there = page.words, {part.sheet for part in page.parts}
    yield f"<h2>{_text(words.progress)}</h2>"
    yield '<div class="wide"><table>'
    yield _heads((words.sheet, words.records, words.required, words.complete), numbers=(1, 2))
    yield "<tbody>"
    for line in page.progress:
        name = _text(line.title)
        link = f'<a href="#{_text(line.sheet)}">{name}</a>' if line.sheet in there else name
        bar = "" if line.share is None else f'<meter value="{line.share:.4f}"></meter> '
        yield (
            f'<tr><td>{link}</td><td class="number">{_text(line.records)}</td>'
            f'<td class="number">{_text(line.filled)}</td><td>{bar}{_text(line.word)}</td></tr>'
        )
    yield "</tbody></table></div>"


def _part(part: FindingsPart, words: PageWords) -> Iterator[str]:
    anchor = f' id="{_text(part.sheet)}"' if part.sheet else ""
    yield f"<section{anchor}><h2>{_text(part.title)}</h2>"
    yield '<div class="wide"><table>'
    yield _heads(
        (words.strength, words.cell, words.record, words.finding, words.found, words.expected,
         words.fix)
    )  # fmt: skip
    yield "<tbody>"
    for line in part.lines:
        yield _line(line)
    yield "</tbody></table></div></section>"


def _line(line: FindingLine) -> str:
    record = _own(line.record)
    if line.field:
        record += f"<small>{_own(line.field)}</small>"
    strength = f"{_SIGNS[line.strength]} {_text(line.word)}"
    return (
        f'<tr><td class="word {line.strength.value}">{strength}</td>'
        f'<td class="cell">{_own(line.cell)}</td><td>{record}</td>'
        f"<td>{_text(line.text)}<small>{_text(line.code)}</small></td>"
        f"<td>{_own(line.found)}</td><td>{_own(line.expected)}</td><td>{_text(line.fix)}</td></tr>"
    )


def _heads(texts: Iterable[str], numbers: Container[int] = ()) -> str:
    cells = (
        f'<th scope="col"{_NUMBER if at in numbers else ""}>{_text(text)}</th>'
        for at, text in enumerate(texts)
    )
    return f"<thead><tr>{''.join(cells)}</tr></thead>"


def _text(text: str) -> str:
    """Return *text* escaped for content and for attributes."""
    return escape(_UNSEEN.sub("\ufffd", text), quote=True)


def _own(text: str) -> str:
    """Return what somebody typed, escaped and in a direction of its own."""
    return f"<bdi>{_text(text)}</bdi>" if text else ""
