"""A document in each language that shows every kind of block, for the reference files.

All its words stand here, so that translations may change without these files.
"""

# ruff: noqa: RUF001 - letters and punctuation of six languages

from __future__ import annotations

from datetime import date
from decimal import Decimal

from inventory_app.domain.charts import Band, Bar, Part
from inventory_app.domain.documents import (
    Cell,
    ChartBlock,
    Column,
    Compared,
    Comparison,
    Contents,
    Document,
    DocumentHead,
    Excerpt,
    Figures,
    Heading,
    Items,
    KeyFigure,
    Note,
    PageBreak,
    Paragraph,
    Reference,
    SideBySide,
    Table,
)
from inventory_app.domain.plots import BandPlot, BarPlot, StackPlot

SENTENCES = {
    "ar": "يعرض هذا الموجز قدرات تكنولوجيا المعلومات والاتصالات المسجلة في جولة 2026 (ISO/IEC 27001).",
    "zh": "本摘要介绍2026年轮次登记的信息和通信技术能力，并与同类实体（ISO/IEC 27001）进行比较。",
    "en": "This summary shows the ICT capacities recorded in round 2026 and compares them with peers.",
    "fr": "Ce résumé présente les capacités informatiques déclarées au cours du cycle 2026, « à jour ».",
    "ru": "В этой сводке представлены возможности в области ИКТ, указанные в цикле 2026 года.",
    "es": "Este resumen presenta la capacidad de tecnología declarada en el ciclo de 2026, ¿al día?",
}  # fmt: skip
WORDS = {  # entity, workforce, system, function, unit, total
    "ar": ("مكتب الأمم المتحدة في نيروبي", "القوة العاملة", "نظام", "الوظيفة", "الوحدة", "المجموع"),
    "zh": ("联合国内罗毕办事处", "工作队伍", "系统", "职能", "单位", "共计"),
    "en": ("United Nations Office at Nairobi", "Workforce", "System", "Function", "Unit", "Total"),
    "fr": ("Office des Nations Unies à Nairobi", "Effectifs", "Système", "Fonction", "Unité", "Total"),
    "ru": ("Отделение ООН в Найроби", "Персонал", "Система", "Функция", "Подразделение", "Итого"),
    "es": ("Oficina de las Naciones Unidas en Nairobi", "Personal", "Sistema", "Función", "Unidad",
           "Total"),
}  # fmt: skip
ROWS = 46


def reference_document(code: str) -> Document:
    """Return the document in the language *code*: three pages of everything."""
    entity, workforce, system, function, unit, total = WORDS[code]
    figure = Reference(indicator="W01", round_code="2026", entity="UNON")
    head = DocumentHead(
        title=entity, kind=workforce, author="United Nations", above="UNON",
        facts=((unit, "UNON"), (total, "2026")), running="2026", version="1.0",
        printed_on=date(2026, 11, 23),
    )  # fmt: skip
    cards = Figures(cards=True, figures=(
        KeyFigure(label=workforce, text="≈ 182.4", remark=function, reference=figure),
        KeyFigure(label=system, text="41"), KeyFigure(label=unit, text="—", worded=True),
    ))  # fmt: skip
    columns = (
        Column(title=system, weight=3), Column(title=function, weight=2),
        Column(title=total, side="end"),
    )  # fmt: skip
    rows = tuple(
        (Cell(text=f"{system} {n}"), Cell(text=function, faint=n % 5 == 0),
         Cell(text=f"{n * 37:,}", filled=n / ROWS if n % 3 == 0 else None))
        for n in range(1, ROWS + 1)
    )  # fmt: skip
    table = Table(
        columns=columns, rows=rows, caption=system, footnotes=(SENTENCES[code],),
        total=(Cell(text=total), Cell(text=""), Cell(text="39,997", reference=figure)),
    )  # fmt: skip
    return Document(name="reference", head=head, language=code, blocks=(
        cards, Contents(title=total), Heading(text=f"1. {workforce}", anchor="one"),
        Paragraph(text=SENTENCES[code]), Note(text=SENTENCES[code]),
        Items(texts=(SENTENCES[code], entity)), *_charts(WORDS[code]),
        Heading(text=f"2. {system}", anchor="two"), table, PageBreak(),
        Heading(text="W01", level=2, anchor="indicator-W01"),
        SideBySide(stacks=((Paragraph(text=SENTENCES[code]),), (Paragraph(text=entity),))),
        Note(text=SENTENCES[code], fine=True), _comparison(WORDS[code], SENTENCES[code], figure),
        _excerpt(columns, rows, total),
    ), most_pages=3)  # fmt: skip


def _comparison(words: tuple[str, ...], sentence: str, reference: Reference) -> Comparison:
    """Return a figure with all that can be said of it, and one with hardly anything."""
    _entity, workforce, system, function, unit, total = words
    titles = (workforce, system, unit, function, total, function, "n", "Q0", "Q1", "Q2", "Q3", "Q4",
              unit)  # fmt: skip
    full = Compared(
        name=f"W01 {workforce}", about=sentence, unit=unit, terms="365 ÷ 2", coverage="41 / 46",
        target="180.0", figure=Cell(text="≈ 182.4", reference=reference), words=workforce,
        numbers=("12.0", "88.5", "140.0", "201.3", "365.0"), remark=sentence, link="indicator-W01",
        band=Band(label=workforce, value=Decimal("182.4"), target=Decimal(180), minimum=Decimal(12),
                  q1=Decimal("88.5"), median=Decimal(140), q3=Decimal("201.3"),
                  maximum=Decimal(365)),
    )  # fmt: skip
    bare = Compared(name=f"S01 {system}", figure=Cell(text=unit, faint=True), remark=sentence)
    return Comparison(
        rows=(full, bare), columns=tuple(Column(title=title) for title in titles),
        key=(workforce, system, function, unit, total),
    )  # fmt: skip


def _excerpt(
    columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...], total: str
) -> Excerpt:
    """Return a list of which the last page holds the beginning."""
    notes = tuple(f"{total}: {count} / {len(rows)}" for count in range(len(rows) + 1))
    return Excerpt(of=Table(columns=columns, rows=rows), fewest=3, notes=notes)


def _charts(words: tuple[str, ...]) -> tuple[ChartBlock, ...]:
    _entity, workforce, system, function, unit, total = words
    bars = BarPlot(
        rows=tuple(Bar(label=f"{name} {n}", parts=(Decimal(9 - n), Decimal(n)), texts=(str(9 - n),))
                   for n, name in enumerate((system, function, unit), start=1)),
        text_widths=(40,), patterns=("solid", "hatched"), legend=(workforce, unit),
    )  # fmt: skip
    stack = StackPlot(parts=(
        Part(label=workforce, value=Decimal(60), text="60"),
        Part(label=unit, value=Decimal(40), text="40"),
    ))  # fmt: skip
    band = BandPlot(
        key=(workforce, system, function, unit, total),
        bands=(Band(label=f"W01 {workforce}", value=Decimal(5), text="5.0", minimum=Decimal(1),
                    q1=Decimal(2), median=Decimal(4), q3=Decimal(6), maximum=Decimal(9)),),
    )  # fmt: skip
    return (
        ChartBlock(plot=bars, words=workforce, caption=function),
        ChartBlock(plot=stack, words=workforce, caption=unit),
        ChartBlock(plot=band, words=workforce, caption=total),
    )
