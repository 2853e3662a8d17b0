"""Documents say what the round says, in every language, and lead to where they should."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from answered_store import answered_store, keep, system

from inventory_app.domain import documents as described
from inventory_app.domain.comparisons import as_tables
from inventory_app.domain.document_kinds import KINDS
from inventory_app.domain.findings import KINDS as FINDING_KINDS
from inventory_app.domain.findings import Finding
from inventory_app.domain.plots import TrendPlot
from inventory_app.domain.profiles import Profile
from inventory_app.domain.rounds import RoundParameters
from inventory_app.errors import UserError
from inventory_app.languages import CODES
from inventory_app.progress import Cancelled
from inventory_app.services.documents.merge_report import advice_on
from inventory_app.texts import translator

ABOUT = {"entity": "ALPHA", "group": "GENEVA", "": ""}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Return a store that no test changes."""
    with answered_store(tmp_path_factory.mktemp("store")) as made:
        yield made


def composed(store, name, language="en", profile=Profile.FULL):
    about = ABOUT[KINDS[name].about]
    return store.documents.compose(name, "2026", language, profile, about=about)


def poppler(*command):
    done = subprocess.run(command, check=True, capture_output=True)
    return done.stdout.decode("utf-8")


def text_of(path, *options):
    return " ".join(poppler("pdftotext", "-enc", "UTF-8", *options, str(path), "-").split())


def blocks_of(blocks):
    for block in blocks:
        yield block
        if isinstance(block, described.SideBySide):
            for stack in block.stacks:
                yield from blocks_of(stack)
        if isinstance(block, described.ChartBlock) and block.numbers:
            yield block.numbers
        if isinstance(block, described.Excerpt):
            yield from (described.Note(text=note) for note in block.notes)
            yield from blocks_of([block.of])
        if isinstance(block, described.Comparison):
            yield from blocks_of(as_tables(block, translator("en")))


def texts_in(document):
    for block in blocks_of(document.blocks):
        match block:
            case described.Table():
                for row in (*block.rows, block.total):
                    yield from (cell.text for cell in row)
                yield from (block.caption, *block.footnotes)
            case described.Figures():
                for each in block.figures:
                    yield from (each.label, each.text, each.remark)
            case described.Items():
                yield from block.texts
            case described.ChartBlock():
                yield from (block.words, block.caption, *block.notes)
            case described.Heading() | described.Paragraph() | described.Note():
                yield block.text


def tables_of(document):
    return [each for each in blocks_of(document.blocks) if isinstance(each, described.Table)]


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_documents_are_put_together_in_several_languages_and_written(shared, tmp_path, number):
    name = tuple(KINDS)[number]
    chosen = (CODES[number % len(CODES)], CODES[(number + 3) % len(CODES)])
    for language in chosen:
        document = composed(shared, name, language)
        assert not [text for text in texts_in(document) if re.search(r"\{\w+\}", text)]
    file = shared.documents.print(document, tmp_path)
    assert file.name == f"{document.stem}.pdf"
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", KINDS)
def test_anchors_are_unique_and_rows_are_as_wide_as_their_header(shared, name):
    document = composed(shared, name)
    anchors = [each.anchor for each in document.headings()]
    assert len(anchors) == len(set(anchors))
    for table in tables_of(document):
        for row in (*table.rows, *([table.total] if table.total else [])):
            assert len(row) == len(table.columns)


@pytest.mark.parametrize("name", ["65th-session", "annex"])
def test_the_same_store_gives_the_same_bytes(shared, tmp_path, name):
    first = shared.documents.print(composed(shared, name, "ar"), tmp_path / "1.pdf")
    second = shared.documents.print(composed(shared, name, "ar"), tmp_path / "2.pdf")
    assert first.read_bytes() == second.read_bytes()


def test_contents_name_the_page_on_which_each_part_begins(shared, tmp_path):
    document = composed(shared, "secretariat")
    file = shared.documents.print(document, tmp_path)
    listed = poppler("pdftotext", "-layout", "-l", "1", str(file), "-")
    for heading in document.headings(depth=1):
        [line] = [each for each in listed.splitlines() if each.strip().startswith(heading.text)]
        page = line.split()[-1]
        assert heading.text in text_of(file, "-f", page, "-l", page)


def test_a_group_adds_up_its_own_entities_only(shared):
    group = composed(shared, "group")
    [table] = [each for each in tables_of(group) if each.columns[-1].title == "Cost, USD"]
    entities = {row[0].text for row in table.rows if row[0].text}
    stations = {code: each.duty_station for code, each in shared.entities.all().items()}
    asked = shared.rounds.participations("2026")
    assert entities == {code for code in asked if stations[code] == "GENEVA"}
    assert group.head.title.startswith("Geneva")
    one = shared.documents.compose("group", "2026", about=asked["ALPHA"].peer_type)
    [listed] = [each for each in tables_of(one) if each.columns[-1].title == "Cost, USD"]
    kinds = {code: each.peer_type for code, each in asked.items()}
    assert {row[0].text for row in listed.rows if row[0].text} == {
        code for code in asked if kinds[code] == kinds["ALPHA"]
    }
    [cards] = [each for each in one.blocks if isinstance(each, described.Figures) and each.cards]
    summaries = shared.reports.summaries("2026")
    totals = [
        summaries.of_entity(row[0].text, "en").systems.total.value or 0
        for row in listed.rows
        if row[0].text
    ]
    assert cards.figures[2].text == str(sum(totals))


def test_a_group_that_there_is_not_is_refused_with_those_that_are(shared):
    with pytest.raises(UserError) as caught:
        shared.documents.compose("group", "2026", about="ATLANTIS")
    assert caught.value.code == "E-GROUP"
    assert "GENEVA" in caught.value.params["groups"]


def test_a_document_that_there_is_not_is_refused(shared):
    with pytest.raises(UserError) as caught:
        shared.documents.compose("poster", "2026")
    assert caught.value.code == "E-DOCUMENT"


def test_each_letter_of_the_clause_has_figures_or_says_that_there_are_none(shared):
    document = composed(shared, "65th-session")
    anchors = [each.anchor for each in document.headings(depth=1)]
    assert anchors[:7] == [f"clause-I.10({letter})" for letter in "abcdefg"]
    sections: dict[str, list[described.Block]] = {}
    for block in document.blocks:
        if isinstance(block, described.Heading) and block.level == 1:
            sections[block.anchor] = []
        elif sections:
            sections[list(sections)[-1]].append(block)
    for letter in "abcdefg":
        blocks = list(blocks_of(sections[f"clause-I.10({letter})"]))
        tables = [each for each in blocks if isinstance(each, described.Table) and each.rows]
        told = [each.text for each in blocks if isinstance(each, described.Paragraph)]
        assert tables or any(text.startswith("No data") for text in told)


def test_the_annex_has_every_record_of_whoever_has_answered(shared):
    document = composed(shared, "annex")
    contents = shared.reports.summaries("2026").contents
    for sheet in contents.catalogue:
        listed = [
            record
            for entity, asked in contents.asked.items()
            if asked.answered
            for record in contents.records.get(entity, {}).get(sheet.name, ())
        ]
        tables = [
            each for each in tables_of(document) if each.columns[1].field.startswith(sheet.name)
        ]
        assert bool(tables) == bool(listed)
        for place, table in enumerate(tables):
            asked = [column.field.partition(".")[2] for column in table.columns[2:]]
            said = [
                record
                for record in listed
                if any(record[name] is not None or name in record.states for name in asked)
            ]
            assert len(table.rows) == len(said if place else listed)


def test_markup_in_a_name_is_printed_as_it_was_typed(tmp_path):
    name = '<b>Pay</b> & "roll" <script>'
    with answered_store(tmp_path) as store:
        keep(store, "2026", [system("ALPHA", 77, name, users_active=99_999)])
        for kind in ("secretariat", "annex"):
            file = store.documents.print(composed(store, kind), tmp_path / f"{kind}.pdf")
            assert name in text_of(file)


def test_nobody_who_typed_or_printed_is_named(shared, tmp_path):
    for name in ("65th-session", "receipt", "merge-report"):
        file = shared.documents.print(composed(shared, name), tmp_path)
        assert "tester" not in text_of(file)
        assert b"tester" not in file.read_bytes()


def test_a_public_edition_of_the_annex_holds_no_records_of_people(shared):
    document = composed(shared, "annex", profile=Profile.PUBLIC)
    assert document.stem.endswith("_public")
    fields = {column.field for table in tables_of(document) for column in table.columns}
    assert not [field for field in fields if field.startswith("staff.")]


def test_figures_carry_where_they_come_from(shared):
    document = composed(shared, "secretariat")
    [cards] = [
        each for each in document.blocks if isinstance(each, described.Figures) and each.cards
    ]
    reference = cards.figures[1].reference
    assert (reference.indicator, reference.round_code, reference.entity) == ("W01", "2026", "")
    found = [
        cell.reference.indicator
        for table in tables_of(document)
        for row in table.rows
        for cell in row
        if cell.reference
    ]
    assert {"C02", "S01"} <= set(found)


def test_a_receipt_counts_what_the_newest_return_brought(shared):
    reports = [each for each in shared.register.reports("2026", "ALPHA") if each.stands]
    document = composed(shared, "receipt")
    said = list(texts_in(document))
    if not reports:
        assert "No return of this entity has been taken in for round 2026." in said
        return
    assert str(reports[0].counts.new) in said


def test_the_chart_of_loads_draws_no_room_that_stated_only_one_of_the_two(shared):
    document = composed(shared, "secretariat")
    plots = [
        block.plot
        for block in blocks_of(document.blocks)
        if isinstance(block, described.ChartBlock) and hasattr(block.plot, "places")
    ]
    for plot in plots:
        assert all(isinstance(each.load, Decimal) and each.capacity for each in plot.places)


def test_a_link_to_a_place_that_is_not_there_is_only_text(shared, tmp_path):
    document = composed(shared, "methodology")
    lost = described.Paragraph(text="See elsewhere.", link="nowhere")
    file = shared.documents.print(replace(document, blocks=(lost,)), tmp_path / "lost.pdf")
    assert "See elsewhere." in text_of(file)


def test_the_names_of_files_are_for_the_house_only(shared):
    names = {each.file_name for each in shared.register.reports("2026")}
    for profile in Profile:
        said = set(texts_in(composed(shared, "merge-report", profile=profile)))
        assert bool(names & said) == (profile is Profile.FULL and bool(names))


def section_of(document, anchor):
    blocks = list(document.blocks)
    [start] = [
        place for place, block in enumerate(blocks) if getattr(block, "anchor", "") == anchor
    ]
    rest = blocks[start + 1 :]
    ends = (
        place
        for place, block in enumerate(rest)
        if isinstance(block, described.Heading) and block.level == 1
    )
    return replace(document, blocks=tuple(rest[: next(ends, len(rest))]))


def test_efficiency_gains_are_those_of_the_register(tmp_path):
    with answered_store(tmp_path) as store:
        file = tmp_path / "gains.toml"
        file.write_text(
            '[[benefits]]\nid = "B-1"\ntitle = "Close <room> 2"\nclass = "CASHABLE"\n'
            'status = "PLANNED"\nowner = "A. Owner"\nmeasure = "Run cost"\n'
            '[[benefits.periods]]\nstart = 2025-01-01\nend = 2025-12-31\nplanned = "50000"\n',
            "utf-8",
        )
        store.benefits.add(store.benefits.read(file))
        found = section_of(composed(store, "65th-session"), "clause-I.10(e)")
        told = list(texts_in(found))
        assert "Close <room> 2" in told
        assert "50,000" in told
        assert "Cash saving that lowers the budget, to date" in told
        assert "A. Owner" not in told
        assert not [text for text in told if text.startswith("No data")]
        public = composed(store, "65th-session", profile=Profile.PUBLIC)
        assert "Close <room> 2" not in list(texts_in(public))
        assert store.documents.print(found, tmp_path / "gains.pdf").stat().st_size


def test_without_a_register_the_letter_on_gains_says_so(shared):
    found = section_of(composed(shared, "65th-session"), "clause-I.10(e)")
    assert any(text.startswith("No data") for text in texts_in(found))


class StopAt:
    """Progress that asks to stop at a step."""

    def __init__(self, step):
        self.left = step

    def step(self, done, total, what=""):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_document_can_be_stopped_and_leaves_what_was_there(shared, tmp_path, form):
    document = composed(shared, "annex")
    target = tmp_path / f"annex.{form}"
    target.write_bytes(b"older")
    with pytest.raises(Cancelled):
        shared.documents.print(document, target, form, StopAt(2))
    assert [each.name for each in tmp_path.iterdir()] == [target.name]
    assert target.read_bytes() == b"older"


def test_a_line_is_broken_where_rounds_do_not_say_the_same(tmp_path):
    with answered_store(tmp_path) as store:
        rules = RoundParameters(dedicated_from=Decimal(70))
        dates = {"as_of": date(2027, 6, 30), "deadline": date(2027, 7, 31)}
        store.rounds.open("2027", **dates, parameters=rules)
        document = store.documents.compose("secretariat", "2027")
        plots = [
            block.plot
            for block in blocks_of(document.blocks)
            if isinstance(block, described.ChartBlock) and isinstance(block.plot, TrendPlot)
        ]
        broken = [[point.label for point in plot.points if point.broken] for plot in plots]
        assert broken[:2] == [["2027"], ["2027"]]  # dedicated and non-dedicated personnel
        assert not any(broken[2:5])
        assert any("Dashed line" in text for text in texts_in(document))


@pytest.mark.parametrize("code", sorted(FINDING_KINDS))
def test_advice_on_many_findings_names_nothing_that_only_one_of_them_holds(code):
    assert "{" not in advice_on(Finding(code=code))
