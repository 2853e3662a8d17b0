from __future__ import annotations

import io
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from reading_pdf import fonts_of, objects_of, pages_of, poppler, properties_of, text_of
from samples_for_pdf import (
    a_capability_summary,
    a_coverage,
    a_head,
    an_empty_summary,
    some_data_centres,
    some_gaps,
    some_indicators,
    workforce_rows,
    write_capability_summary,
)

from inventory_app.domain.summaries import (
    Basis,
    Completeness,
    CountRow,
    FindingCounts,
    Gaps,
    ReturnStatus,
    SheetCoverage,
    Standing,
    SystemRow,
    figure,
)
from inventory_app.domain.values import ValueState

ALL = ("ar", "zh", "en", "fr", "ru", "es")
SAMPLES = ("ar", "zh", "en", "ru")


def written(summary, folder):
    path = folder / "summary.pdf"
    write_capability_summary(summary, path)
    return path


def as_bytes(summary) -> bytes:
    stream = io.BytesIO()
    write_capability_summary(summary, stream)
    return stream.getvalue()


@pytest.mark.parametrize("code", SAMPLES)
def test_the_same_summary_gives_the_same_bytes(code):
    assert as_bytes(a_capability_summary(code)) == as_bytes(a_capability_summary(code))


def test_documents_written_in_between_change_nothing():
    before = as_bytes(a_capability_summary("en"))
    as_bytes(a_capability_summary("ar"))
    as_bytes(a_capability_summary("zh"))
    assert as_bytes(a_capability_summary("en")) == before


@pytest.mark.parametrize("code", SAMPLES)
def test_an_ordinary_entity_takes_few_pages(code, tmp_path):
    assert 2 <= pages_of(written(a_capability_summary(code), tmp_path)) <= 4


@pytest.mark.parametrize("code", SAMPLES)
def test_a_large_entity_takes_few_pages_too(code, tmp_path):
    summary = a_capability_summary(code)
    groups = tuple(range(8))
    large = replace(
        summary,
        systems=replace(summary.systems, most_used=summary.systems.most_used * 2),
        data_centres=replace(
            summary.data_centres, rows=summary.data_centres.rows * 13, total=figure(39)
        ),
        costs=replace(summary.costs, by_tower=summary.costs.by_element * 2),
        indicators=tuple(
            replace(row, group_label=f"{group}")
            for group in groups
            for row in some_indicators(code)
        ),
        gaps=some_gaps(code, shown=40),
    )
    path = written(large, tmp_path)
    assert pages_of(path) == 4
    total = len(large.indicators)
    text = text_of(path)
    if code == "en":
        assert f"of {total} indicators. The tables hold the others" in text
        assert "Shown: " in text
        assert "Listed here: " in text


def test_costs_by_function_are_printed_where_there_is_room(tmp_path):
    summary = a_capability_summary("en", indicators=())
    tower = (replace(summary.costs.by_fund[0], label="End-user computing"),)
    costs = replace(summary.costs, by_tower=tower)
    assert "End-user computing" in text_of(written(replace(summary, costs=costs), tmp_path))


@pytest.mark.parametrize("code", SAMPLES)
def test_only_bundled_fonts_are_used_and_all_are_embedded_subsets(code, tmp_path):
    fonts = fonts_of(written(a_capability_summary(code), tmp_path))
    assert fonts
    assert {(font["embedded"], font["subset"]) for font in fonts} == {("yes", "yes")}
    assert all("+ICTSans" in font["name"] for font in fonts)


@pytest.mark.parametrize("code", ["en", "zh", "ru"])
def test_names_can_be_found_in_the_file(code, tmp_path):
    summary = a_capability_summary(code)
    text = text_of(written(summary, tmp_path)).replace(" ", "")
    names = [
        summary.head.entity_name,
        summary.head.organisation,
        summary.systems.most_used[0].name,
        summary.data_centres.rows[1].name,
        summary.workforce.by_function[4].label,
        summary.indicators[0].name,
        summary.indicators[0].definition,
        *summary.head.parameters,
    ]
    assert [name for name in names if name.replace(" ", "") not in text] == []


def test_arabic_names_can_be_found_in_the_file(tmp_path):
    summary = a_capability_summary("ar")
    text = text_of(written(summary, tmp_path))
    names = [
        summary.head.entity_name,
        summary.head.entity_type_label,
        summary.workforce.by_function[4].label,
        summary.workforce.by_grade[1].label,
        summary.costs.by_fund[0].label,
        summary.indicators[5].name,
    ]
    assert [name for name in names if name not in text] == []


def test_figures_stand_in_the_file_as_the_language_writes_them(tmp_path):
    english = text_of(written(a_capability_summary("en"), tmp_path))
    assert "7,731,951" in english
    assert "95%" in english
    russian = text_of(written(a_capability_summary("ru"), tmp_path))
    assert "7 731 951" in russian
    assert "30 июня 2026" in russian


@pytest.mark.parametrize("code", ALL)
def test_every_language_can_be_printed(code, tmp_path):
    words = code if code in SAMPLES else "en"
    summary = a_capability_summary(words, head=replace(a_head(words), language=code))
    path = written(summary, tmp_path)
    raw = objects_of(path.read_bytes())
    tags = {"ar": b"(ar)", "zh": b"(zh-Hans)", "en": b"(en-GB)"}
    assert tags.get(code, b"/Lang") in raw
    assert (b"/Direction /R2L" in raw) == (code == "ar")


def test_the_properties_of_the_file_name_the_organisation_and_the_day_of_printing(tmp_path):
    properties = properties_of(written(a_capability_summary("en"), tmp_path))
    assert properties["Author"] == "United Nations Secretariat"
    assert properties["Title"] == "ICT capability summary: United Nations Office at Nairobi"
    assert properties["Creator"] == "ICT Inventory 0.1.0"
    assert "Nov 23" in properties["CreationDate"]
    assert "2026" in properties["CreationDate"]


def test_pages_are_counted_and_headed(tmp_path):
    path = written(a_capability_summary("en"), tmp_path)
    for page in ("1", "2", "3", "4"):
        text = text_of(path, "-f", page, "-l", page)
        assert f"Page {page} of 4" in text
        assert "Round 2026, as of 30 June 2026" in text
        assert "ICT Inventory 0.1.0" in text


def test_the_outline_leads_to_every_section(tmp_path):
    document = pypdfium2.PdfDocument(written(a_capability_summary("en"), tmp_path))
    entries = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    document.close()
    assert [title.split(".")[0] for title, _page in entries] == list("12345678")
    pages = [page for _title, page in entries]
    assert pages == sorted(pages)
    assert pages[0] == 0
    assert pages[-1] == 3


def test_markup_in_a_name_is_printed_as_it_is(tmp_path):
    name = "<b>Bold & <font color='red'>red</font></b> &amp; ${x} {y} %s"
    summary = a_capability_summary(head=replace(a_head(), entity_name=name))
    path = written(summary, tmp_path)
    assert name in text_of(path)
    assert name in properties_of(path)["Title"]


def filled_with(value, name: str):
    """Return the dataclass *value* with every name and label in it replaced by *name*."""
    if isinstance(value, tuple):
        return tuple(filled_with(item, name) for item in value)
    if not is_dataclass(value):
        return value
    changes = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        if isinstance(inner, str) and not isinstance(inner, (ValueState, ReturnStatus)):
            if field.name not in ("language", "direction", "standing"):
                changes[field.name] = name
        elif isinstance(inner, tuple) or is_dataclass(inner):
            changes[field.name] = filled_with(inner, name)
    return replace(value, **changes)


@pytest.mark.parametrize(
    "name",
    [
        "Department of " + "Extraordinarily Long Names " * 7,
        "x" * 200,
        "信" * 200,
        "مكتب " * 40,
        "",
        " \n\t ",
        "\u202e\u2067 🙂 \ud800 \x00",
    ],
    ids=["words", "one word", "chinese", "arabic", "empty", "blank", "odd"],
)
@pytest.mark.parametrize("code", ["en", "ar", "zh"])
def test_names_of_any_kind_do_not_break_a_page(name, code, tmp_path):
    summary = filled_with(a_capability_summary(code), name)
    assert pages_of(written(summary, tmp_path)) <= 12


def test_nothing_runs_over_the_edges(tmp_path):
    summary = filled_with(a_capability_summary("en"), "Extraordinarily Long Names " * 8)
    boxes = poppler("pdftotext", "-bbox", str(written(summary, tmp_path)), "-")
    starts = [float(part.split('"')[1]) for part in boxes.split("<word ")[1:] for part in [part]]
    ends = [float(part.split('xMax="')[1].split('"')[0]) for part in boxes.split("<word ")[1:]]
    assert min(starts) >= 45
    assert max(ends) <= 595.28 - 45


def test_an_entity_without_an_answer_is_not_called_complete(tmp_path):
    text = text_of(written(an_empty_summary(), tmp_path))
    assert "The entity has not answered (deadline: 31 October 2026)." in text
    assert "Not reported: this part has not been filled in." in text
    assert "Declared: there is nothing to report here." in text
    assert "Everything: the entity has not answered." in text
    assert "all mandatory fields are filled in" not in text


def test_a_silent_entity_is_told_what_to_do_and_shown_no_empty_parts(tmp_path):
    summary = an_empty_summary()
    silent = replace(
        summary,
        workforce=replace(summary.workforce, standing=Standing.NOT_REPORTED),
        systems=replace(summary.systems, standing=Standing.NOT_REPORTED),
        data_centres=replace(summary.data_centres, standing=Standing.NOT_REPORTED),
        costs=replace(summary.costs, standing=Standing.NOT_REPORTED),
    )
    path = written(silent, tmp_path)
    text = text_of(path)
    assert "no answer yet" in text
    assert "Days since the deadline" in text
    assert "Not reported: none of these parts has been filled in" in text
    assert "Not reported: this part has not been filled in." not in text
    assert pages_of(path) <= 2


def test_a_remark_that_many_indicators_share_is_said_once(tmp_path):
    shared = "Fewer than ten values: indicative only."
    rows = [replace(row, comparison=shared) for row in some_indicators() if row.peers] * 2
    text = text_of(written(a_capability_summary(indicators=tuple(rows)), tmp_path))
    assert text.count(shared) == 1
    assert text.count("(a).") == len(rows)


def test_a_complete_answer_says_that_nothing_is_missing(tmp_path):
    coverage = replace(
        a_coverage(),
        completeness=Completeness(filled=10, due=10),
        findings=FindingCounts(),
        status=ReturnStatus.UNCHANGED,
    )
    text = text_of(written(a_capability_summary(coverage=coverage, gaps=Gaps()), tmp_path))
    assert "Nothing: all mandatory fields are filled in" in text
    assert "nothing has changed since the round before (received: 4 November 2026" in text


def test_a_missing_value_is_a_word_and_an_estimate_is_marked(tmp_path):
    text = text_of(written(a_capability_summary("en"), tmp_path), "-layout")
    assert "not reported" in text
    assert "not applicable" in text
    assert "≈ 41.5" in text


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (ValueState.NR, "not reported"),
        (ValueState.NA, "not applicable"),
        (ValueState.ERR, "fails a check"),
        (ValueState.SUP, "withheld"),
    ],
)
def test_each_state_has_its_own_word(state, word, tmp_path):
    summary = a_capability_summary("en")
    workforce = replace(summary.workforce, headcount=figure(None, state))
    page = text_of(written(replace(summary, workforce=workforce), tmp_path), "-l", "1")
    assert word in page


def test_completeness_is_rounded_down(tmp_path):
    coverage = replace(a_coverage(), completeness=Completeness(filled=9999, due=10000))
    text = text_of(written(a_capability_summary(coverage=coverage), tmp_path), "-l", "1")
    assert "99%" in text


def test_an_indicator_shows_numerator_denominator_peers_and_reason(tmp_path):
    text = text_of(written(a_capability_summary("en"), tmp_path), "-layout")
    assert "7,731,950.75 ÷ 2,210" in text
    assert "n = 9" in text
    assert "no peers to compare with" in text
    assert "Fewer than three peers." in text


def test_a_heading_is_never_the_last_thing_on_a_page(tmp_path):
    """Whatever comes before, a section heading is followed by its text on the same page."""
    for extra in range(0, 60, 3):
        gaps = some_gaps(shown=8 + extra)
        path = written(a_capability_summary("en", gaps=gaps), tmp_path)
        for page in range(1, pages_of(path) + 1):
            text = poppler("pdftotext", "-f", str(page), "-l", str(page), str(path), "-")
            lines = [line for line in text.splitlines() if line.strip()]
            body = [line for line in lines if "Page " not in line and "ICT Inventory" not in line]
            assert not body[-1].startswith(tuple(f"{n}. " for n in range(1, 9)))


def test_thousands_of_rows_do_not_break(tmp_path):
    summary = a_capability_summary("en")
    rooms = some_data_centres().rows * 300
    systems = replace(
        summary.systems,
        most_used=tuple(SystemRow(name=f"System {n}", users=figure(n)) for n in range(2000)),
        by_status=tuple(CountRow(label=f"Status {n}", count=n) for n in range(200)),
    )
    workforce = replace(
        summary.workforce,
        by_function=workforce_rows([f"Function {n}" for n in range(150)], 7),
        by_grade=workforce_rows([f"Grade {n}" for n in range(150)], 11),
    )
    sheet = SheetCoverage(label="Sheet", records=1, completeness=Completeness(filled=1, due=2))
    large = replace(
        summary,
        coverage=replace(summary.coverage, sheets=(sheet,) * 150),
        systems=systems,
        workforce=workforce,
        data_centres=replace(summary.data_centres, rows=rooms),
        indicators=some_indicators() * 40,
        gaps=some_gaps(shown=1500),
    )
    path = written(large, tmp_path)
    text = text_of(path)
    assert pages_of(path) > 100
    for wanted in ("System 1999", "Function 149", "Grade 149", "Status 199"):
        assert wanted in text


def test_no_part_at_all_is_needed_but_the_head(tmp_path):
    summary = replace(
        an_empty_summary(),
        head=replace(
            a_head(),
            entity_code="",
            entity_type_label="",
            duty_station_label="",
            parameters=(),
            as_of=date(1999, 12, 31),
        ),
    )
    assert pages_of(written(summary, tmp_path)) >= 1


def test_zero_and_negative_amounts_are_printed_and_do_not_break_the_bars(tmp_path):
    summary = a_capability_summary("en")
    rows = [replace(row, amount=figure(Decimal(-5))) for row in summary.costs.by_fund]
    costs = replace(summary.costs, by_fund=tuple(rows), by_change=(), basis=Basis())
    assert "-5" in text_of(written(replace(summary, costs=costs), tmp_path))


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    target = tmp_path / "missing" / "summary.pdf"
    with pytest.raises(OSError, match="missing"):
        write_capability_summary(a_capability_summary(), target)
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "summary.pdf"
    path.write_bytes(b"older")
    write_capability_summary(a_capability_summary(), path)
    assert path.read_bytes().startswith(b"%PDF")
    assert [each.name for each in tmp_path.iterdir()] == ["summary.pdf"]


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_chart_says_in_words_what_it_shows(code):
    raw = objects_of(as_bytes(a_capability_summary(code)))
    figures = [each for each in raw.split(b"endobj") if b"/S/Figure" in each] or [raw]
    count = sum(each.count(b"/S/Figure") for each in figures)
    assert count >= 8
    assert raw.count(b"/Alt<FEFF") == count
