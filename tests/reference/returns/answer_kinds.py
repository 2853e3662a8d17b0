"""Kinds of returns whose single answers came back in another form than they were asked for."""
# ruff: noqa: RUF001 - digits, marks and words of six languages are what these returns hold

from __future__ import annotations

from datetime import date
from decimal import Decimal

from paper_books import Book, Error, Formula, Number
from return_kinds import kind
from returns_store import Issued

from inventory_app.domain.values import ValueState

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"
AMOUNT, OTHER = ("costs", "0042", "amount"), ("costs", "0043", "amount")
AUDIT = ("units", "U1", "last_audit")


def _amounts(book: Book, one: object, other: object = None) -> None:
    table = book.table("costs")
    table.put("0042", amount=one)
    if other is not None:
        table.put("0043", amount=other)


# Numbers.


@kind("numbers of Germany and Spain", "typed 1.234,56 as text", "merged", language="es",
      findings={"P-NUMBER-TEXT": ("1.234,56 → 1234.56", "1.234 → 1234")},
      counts={"changed": 2}, values={AMOUNT: Decimal("1234.56"), OTHER: Decimal(1234)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "1.234,56", "1.234")


@kind("numbers of France", "typed 1 234,56 with thin and with no-break blanks", "merged",
      language="fr",
      findings={"P-NUMBER-TEXT": (f"1{NARROW}234,56 → 1234.56", f"81{THIN}234{NBSP}567 → 81234567")},
      counts={"changed": 2},
      values={AMOUNT: Decimal("1234.56"), OTHER: Decimal(81234567)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, f"1{NARROW}234,56", f"81{THIN}234{NBSP}567")


@kind("numbers of Switzerland", "typed 1'234 and 1’234’567.5", "merged",
      findings={"P-NUMBER-TEXT": ("1'234 → 1234", "1’234’567.5 → 1234567.5")},
      counts={"changed": 2}, values={AMOUNT: Decimal(1234), OTHER: Decimal("1234567.5")})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "1'234", "1’234’567.5")


@kind("numbers in Arabic digits", "typed ١٬٢٣٤٫٥٦", "merged", language="ar",
      findings={"P-NUMBER-TEXT": ("١٬٢٣٤٫٥٦ → 1234.56", "١٢٣٤ → 1234")},
      counts={"changed": 2}, values={AMOUNT: Decimal("1234.56"), OTHER: Decimal(1234)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "١٬٢٣٤٫٥٦", "١٢٣٤")


@kind("numbers in Persian digits", "typed ۱۲۳۴", "merged", language="ar",
      findings={"P-NUMBER-TEXT": "۱۲۳۴ → 1234"}, counts={"changed": 1},
      values={AMOUNT: Decimal(1234)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "۱۲۳۴")


@kind("numbers in ten thousands", "typed 2 000 万 and 1.5亿", "merged", language="zh",
      findings={"P-NUMBER-TEXT": ("2 000 万 → 20000000", "1.5亿 → 150000000")},
      counts={"changed": 2}, values={AMOUNT: Decimal(20000000), OTHER: Decimal(150000000)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "2 000 万", "1.5亿")


@kind("numbers in full width", "typed １２，３４５．６７ with an input method", "merged", language="zh",
      findings={"P-NUMBER-TEXT": "１２，３４５．６７ → 12345.67"}, counts={"changed": 1},
      values={AMOUNT: Decimal("12345.67")})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "１２，３４５．６７")


@kind("numbers of bookkeepers", "typed refunds as (123) and 123-", "merged",
      findings={"P-NUMBER-TEXT": ("(123) → -123", "1,250.50- → -1250.5")}, counts={"changed": 2},
      values={AMOUNT: Decimal(-123), OTHER: Decimal("-1250.5")})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "(123)", "1,250.50-")


@kind("numbers in words", "typed 12 млн and USD 40 тыс.", "merged", language="ru",
      findings={"P-NUMBER-TEXT": ("12,5 млн → 12500000", "USD 40 тыс. → 40000")},
      counts={"changed": 2}, values={AMOUNT: Decimal(12500000), OTHER: Decimal(40000)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "12,5 млн", "USD 40 тыс.")


@kind("ambiguous numbers", "typed 1,234 in a French workbook and 1.234 in the same", "unchanged",
      language="fr", findings={"V-NUMBER-AMBIGUOUS": ("1,234", "1.234")}, counts={"rejected": 2},
      values={AMOUNT: Decimal(250000), OTHER: Decimal("81234.56")})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "1,234", "1.234")


@kind("no numbers", "typed words, other currencies and ranges where numbers belong", "unchanged",
      findings={"V-NUMBER": ("see annex", "€ 500", "10-20")}, counts={"rejected": 3},
      values={AMOUNT: Decimal(250000)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, "see annex", "€ 500")
    book.table("units").put("U1", users_served="10-20")


@kind("numbers that cannot be", "typed part of a person, too many digits and a negative share",
      "unchanged", findings={"V-WHOLE": "12.5", "V-NUMBER-SIZE": "1234567890123456789",
                             "V-BELOW": "-5% → 0"},
      counts={"rejected": 3})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", users_served=12.5)
    book.table("staff").put("30001", ict_time_share=-0.05)
    _amounts(book, "1234567890123456789")


@kind("a format of percent pasted", "painted the format of a percentage over numbers", "unchanged",
      findings={"V-NUMBER-AMBIGUOUS": "31000%"}, counts={"rejected": 1},
      values={("units", "U2", "users_served"): 310})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U2", "0%", users_served=310)


@kind("a format of a date pasted", "painted the format of a date over numbers", "unchanged",
      findings={"V-NUMBER": "1900-11-05"}, counts={"rejected": 1},
      values={("units", "U2", "users_served"): 310})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U2", "yyyy-mm-dd", users_served=310)


@kind("more decimals than are kept", "typed a third of a thousand, and a sum with float noise",
      "merged", findings={"P-ROUNDED": "333.333333333333 → 333.33"}, counts={"changed": 2},
      values={AMOUNT: Decimal("333.33"), OTHER: Decimal("0.3")})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _amounts(book, Number("333.333333333333"), Number("0.30000000000000004"))


@kind("known numbers as text", "a program turned all known numbers into text", "unchanged",
      findings={"P-NUMBER-TEXT": ("4 → 4", "3 → 3", "2050 → 2050", "1234567.89 → 1234567.89")})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    for name in ("approved_posts", "encumbered_posts", "users_served", "budget_total"):
        table.put("U1", "@", **{name: str(table.get("U1", name))})


# Shares.

SHARE = ("staff", "30001", "ict_time_share")


@kind("shares with a percent sign", "typed 40 %, ٤٠٪ and 40 pour cent as text", "merged",
      findings={"P-NUMBER-TEXT": ("40 % → 40", "٤٠٪ → 40", "40 pour cent → 40")},
      counts={"changed": 3}, values={SHARE: Decimal(40)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    for post, text in (("30001", "40 %"), ("30002", "٤٠٪"), ("30003", "40 pour cent")):
        table.put(post, ict_time_share=text)


@kind("shares without a format", "pasted shares as 40 and as 0.4, without the percent format",
      "merged", findings={"V-SHARE-AMBIGUOUS": "0.4"}, counts={"changed": 1, "rejected": 1},
      values={SHARE: Decimal(40), ("staff", "30002", "ict_time_share"): Decimal(100)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    table.put("30001", "General", ict_time_share=40)
    table.put("30002", "General", ict_time_share=0.4)


@kind("known shares without a format", "pasted the known shares over themselves, values only",
      "unchanged", findings={"P-AS-ISSUED": ("0.625 → 62.5", "0.375 → 37.5")},
      values={("costs", "0042", "fund_share"): Decimal("62.5")})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("costs").put("0042", "General", fund_share=0.625, fund_share_2=0.375)


@kind("shares with a percent format", "typed 40 and 0.4 where the cell shows percent", "merged",
      findings={"V-ABOVE": "4000% → 100"}, counts={"changed": 1, "rejected": 1},
      values={SHARE: Decimal(40)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    table.put("30001", "0%", ict_time_share=0.4)
    table.put("30002", "0%", ict_time_share=40)


# Days.


@kind("days of France", "typed days in French words", "merged", language="fr",
      findings={"P-DATE-TEXT": ("1er août 2026 → 2026-08-01", "3 déc. 2026 → 2026-12-03")},
      counts={"changed": 2}, values={AUDIT: date(2026, 8, 1)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", last_audit="1er août 2026")
    book.table("units").put("U2", last_audit="3 déc. 2026")


@kind("days of Spain", "typed days in Spanish words", "merged", language="es",
      findings={"P-DATE-TEXT": "1 de marzo de 2026 → 2026-03-01"}, counts={"changed": 1},
      values={AUDIT: date(2026, 3, 1)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", last_audit="1 de marzo de 2026")


@kind("days of Russia", "typed days in Russian words and with dots", "merged", language="ru",
      findings={"P-DATE-TEXT": ("1 марта 2026 г. → 2026-03-01", "31.12.2025 → 2025-12-31")},
      counts={"changed": 2}, values={AUDIT: date(2026, 3, 1)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", last_audit="1 марта 2026 г.")
    book.table("units").put("U2", last_audit="31.12.2025")


@kind("days of China", "typed 2026年3月1日 and 二〇二六年三月二日", "merged", language="zh",
      findings={"P-DATE-TEXT": ("2026年3月1日 → 2026-03-01", "二〇二六年三月二日 → 2026-03-02")},
      counts={"changed": 2}, values={AUDIT: date(2026, 3, 1)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", last_audit="2026年3月1日")
    book.table("units").put("U2", last_audit="二〇二六年三月二日")


@kind("days in Arabic", "typed Arabic digits and both names of a month", "merged", language="ar",
      findings={"P-DATE-TEXT": ("١ آذار/مارس ٢٠٢٦ → 2026-03-01", "٢٠٢٦-٠٣-٠٢ → 2026-03-02")},
      counts={"changed": 2}, values={AUDIT: date(2026, 3, 1)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", last_audit="١ آذار/مارس ٢٠٢٦")
    book.table("units").put("U2", last_audit="٢٠٢٦-٠٣-٠٢")


@kind("days that mean two", "typed 03/04/2026 and 3-Apr-26", "unchanged",
      findings={"V-DATE-AMBIGUOUS": ("03/04/2026", "3-Apr-26")}, counts={"rejected": 2},
      values={AUDIT: date(2024, 3, 14)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", last_audit="03/04/2026")
    book.table("units").put("U2", last_audit="3-Apr-26")


@kind("days without a format", "pasted days without their format", "merged",
      findings={"P-DATE-SERIAL": "46082 → 2026-03-01"}, counts={"changed": 1},
      values={AUDIT: date(2026, 3, 1)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", "General", last_audit=46082)


@kind("days without a format, 1904", "pasted days without their format on an old Mac", "merged",
      findings={"P-DATE-SERIAL": "44620 → 2026-03-01"}, counts={"changed": 1},
      values={AUDIT: date(2026, 3, 1)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.date1904 = True
    book.table("units").put("U1", "General", last_audit=44620)


@kind("days pasted from the other calendar", "pasted from a workbook that counts from 1904",
      "merged", findings={"P-DATE-CALENDAR": "2020-03-13 → 2024-03-14"}, counts={"changed": 1},
      values={AUDIT: date(2020, 3, 13)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", last_audit=date(2020, 3, 13))


@kind("no days", "typed words, a year alone and a day that never was", "unchanged",
      findings={"V-DATE": ("spring", "2026", "31.02.2026")}, counts={"rejected": 3})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    table.put("30001", contract_end="spring")
    table.put("30002", "General", contract_end=2026)
    table.put("30003", contract_end="31.02.2026")


# Yes and no, lists.


@kind("yes and no in six languages", "answered yes and no in any language", "merged",
      findings={"P-WORD": ("Oui → Yes", "нет → No", "是 → Yes", "نعم → Yes", "Sí → Yes", "x → Yes",
                           "0 → No")},
      counts={"changed": 2},
      values={("units", "U1", "reports_to_cito"): True, ("units", "U1", "sla_exists"): False,
              ("units", "U2", "reports_to_cito"): True, ("units", "U2", "sla_exists"): True,
              ("units", "U2", "service_catalogue"): False})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    table.put("U1", reports_to_cito="Oui", sla_exists="нет", service_catalogue="是")
    table.put("U2", reports_to_cito="نعم", sla_exists=True, service_catalogue=0)
    table.put("U2", governance_committee="Sí")
    table.put("U1", governance_committee="x")


@kind("neither yes nor no", "answered perhaps", "unchanged",
      findings={"V-YES-NO": ("perhaps", "2")}, counts={"rejected": 2},
      values={("units", "U1", "reports_to_cito"): True})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", reports_to_cito="perhaps", sla_exists=2)


@kind("labels of other languages", "chose from the lists of another language's workbook", "merged",
      findings={"P-WORD": ("جنيف → Geneva", "内罗毕 → Nairobi", "À plein titre → Dedicated")},
      counts={"changed": 3},
      values={("units", "U2", "duty_station"): "GENEVA", ("units", "U1", "duty_station"): "NAIROBI",
              ("staff", "30001", "duty_station"): "NAIROBI"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U2", duty_station="جنيف")
    book.table("units").put("U1", duty_station="内罗毕")
    book.table("staff").put("30001", duty_station="NAIROBI", dedication="À plein titre")


@kind("labels typed by hand", "typed labels with other case, blanks, dashes and without accents",
      "merged",
      findings={"P-WORD": ("a plein titre → À plein titre", "P–4 → P-4", "Geneve → Genève")},
      counts={"changed": 2}, language="fr",
      values={("staff", "30001", "dedication"): "DEDICATED", ("staff", "30001", "grade"): "P-4",
              ("units", "U2", "duty_station"): "GENEVA"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("staff").put("30001", dedication="a plein titre", grade="P–4")
    book.table("staff").put("30002", dedication="  À  PLEIN TITRE ")
    book.table("units").put("U2", duty_station="Geneve")


@kind("answers not in the list", "typed what no list has", "unchanged",
      findings={"V-CODE": 2}, counts={"rejected": 2},
      values={("staff", "30001", "dedication"): "DEDICATED"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("staff").put("30001", dedication="half", languages="English; Klingon")


@kind("several answers", "put commas and line ends between several answers", "merged",
      findings={"P-WORD": ("French, english → English; French",)}, counts={"changed": 2},
      values={("staff", "30002", "languages"): ("EN", "FR"),
              ("staff", "30003", "languages"): ("EN",)})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("staff").put("30002", languages="French, english")
    book.table("staff").put("30003", languages="English")


@kind("words for not applicable", "said not applicable and unknown in other languages", "merged",
      findings={"P-WORD": ("не применимо → not applicable", "不详 → unknown")},
      counts={"changed": 1},
      values={("units", "U1", "last_audit"): ValueState.NA,
              ("units", "U1", "users_served"): ValueState.NR})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", last_audit="не применимо", users_served="不详")


# Errors and formulas.


@kind("errors of the spreadsheet", "left cells with #REF! and #N/A", "unchanged",
      findings={"V-ERROR-CELL": ("#REF!", "#N/A", "#DIV/0!")}, counts={"rejected": 3},
      values={("units", "U1", "users_served"): 2050})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    table.put("U1", users_served=Error("#REF!"), name=Error("#N/A"))
    table.put("U2", duty_station=Error("#DIV/0!"))


@kind("formulas", "typed formulas, calculated", "merged",
      findings={"L-FORMULA": ("88", "Calculated")}, counts={"changed": 1},
      values={("units", "U1", "users_served"): 88, ("units", "U1", "name"): "Calculated"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("units")
    table.put("U1", users_served=Formula("44*2", 88), name=Formula('"Calc"&"ulated"', "Calculated"))


@kind("formulas that nobody calculated", "a program wrote formulas without their results",
      "unchanged", findings={"V-ERROR-CELL": "no stored value"}, counts={"rejected": 1},
      values={("units", "U1", "users_served"): 2050})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", users_served=Formula("44*2"))


# Texts.


@kind("a number of twenty digits", "typed an inventory number of twenty digits as a number",
      "merged", findings={"P-DIGITS": 1}, counts={"changed": 1},
      values={("costs", "0043", "source_document"): "12345678901234600000"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("costs").put("0043", source_document=Number("1.2345678901234567E+19"))


@kind("zeros lost", "a program took line 0042 for the number 42", "merged",
      findings={"P-AS-ISSUED": "42 → 0042"}, counts={"changed": 1},
      values={("costs", "0042", "description"): "Licences 2025"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    table = book.table("costs")
    row = table.put("0042", description="Licences 2025")
    table.put(row, "General", line_no=42)


@kind("posts as numbers", "a program made numbers of all post numbers", "unchanged")
def _(book: Book, issued: Issued) -> None:
    table = book.table("staff")
    for post, row in table.rows.items():
        table.put(row, "0", post_no=int(post))


@kind("a version as a number", "typed version 1.1, which is stored as 1.1000000000000001", "merged",
      counts={"changed": 1}, values={("systems", "Payroll", "version"): "1.1"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("systems").put("Payroll", version=Number("1.1000000000000001"))


@kind("a text that became a date", "typed version 3-4, which became the third of April", "merged",
      findings={"P-TEXT-DATE": "2026-04-03 → 2026-04-03"}, counts={"changed": 1},
      values={("systems", "Payroll", "version"): "2026-04-03"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("systems").put("Payroll", version=date(2026, 4, 3))


@kind("truth in a text", "typed TRUE as a name", "merged", counts={"changed": 1},
      values={("units", "U1", "name"): "TRUE"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", name=True)


@kind("a text that is too long", "pasted a page of text into one line", "unchanged",
      findings={"V-TOO-LONG": 1}, counts={"rejected": 1},
      values={("units", "U1", "name"): "Réseau section"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", name="word " * 500)


@kind("invisible marks", "pasted a name with marks that turn the direction of writing", "merged",
      findings={"L-BIDI": 1}, counts={"changed": 1},
      values={("units", "U1", "name"): "Réseau\u202e section"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", name="Réseau\u202e section")


@kind("line ends of Windows", "a program wrote the line ends of known texts anew", "unchanged",
      values={("systems", "Payroll", "description"): "Pays salaries.\nEvery month."})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("systems").put("Payroll", description="Pays salaries.\r\nEvery month.")


@kind("blanks around answers", "typed blanks before and after answers", "unchanged")
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", name="  Réseau section ", duty_station=f"{NBSP}geneva  ")


@kind("an answer removed", "emptied a known answer", "unchanged",
      findings={"L-CLEARED": "Director"},
      values={("units", "U1", "reports_to"): "Director"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    book.table("units").put("U1", reports_to=None)


# The front page.


def _tick(book: Book, name: str, text: str) -> None:
    page, row, column = book.named(name)
    page.put(row, column, text)


@kind("ticks in other languages", "ticked “unchanged” in another language", "unchanged")
def _(book: Book, issued: Issued) -> None:
    _tick(book, "ict_unchanged__systems", "да")


@kind("ticks that say neither", "wrote “partly” where a tick belongs", "unchanged",
      findings={"L-TICK": "partly"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _tick(book, "ict_nothing__systems", "partly")


@kind("nothing to report, but rows", "ticked “nothing to report” and left the rows", "unchanged",
      findings={"L-NOTHING-BUT-ROWS": "2"})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _tick(book, "ict_nothing__systems", "Yes")


@kind("unchanged, but changed", "ticked “unchanged” and changed a row", "merged",
      findings={"L-UNCHANGED-BUT-CHANGED": "1"}, counts={"changed": 1},
      values={("units", "U1", "users_served"): 77})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    _tick(book, "ict_unchanged__units", "Yes")
    book.table("units").put("U1", users_served=77)


@kind("a note on the front page", "wrote a letter below the front page", "unchanged",
      findings={"L-STRAY": "Dear colleagues, we have moved."})  # fmt: skip
def _(book: Book, issued: Issued) -> None:
    page, _row, _column = book.named("ict_workbook_code")
    page.put(page.last_row + 2, 2, "Dear colleagues, we have moved.")
