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
    Contents,
    Document,
    DocumentHead,
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
    ))  # fmt: skip


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
