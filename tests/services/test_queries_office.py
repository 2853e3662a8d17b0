"""A query workbook that LibreOffice opened, typed into and saved, merged into its store."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime

import pytest
from answered_store import alpha, entity_list, keep
from test_merging_office import office  # noqa: F401 - a fixture
from test_query_workbooks import Replies

from inventory_app.domain.merging import Answer
from inventory_app.domain.reviews import FieldPlace
from inventory_app.formats.excel.query_page import PLACE
from inventory_app.workspace import Workspace

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

TYPED = {  # what is typed into the answer cell, as the keyboard would; and what it means
    ("units", "duty_station"): ("New York", "NEW_YORK"),
    ("units", "users_served"): ("1234", 1234),
    ("staff", "ict_time_share"): ("75%", 75),
    ("costs", "period_end"): ("2026-12-31", date(2026, 12, 31)),
    ("systems", "name"): ("=Réseau & postes <1>", "=Réseau & postes <1>"),
}


def test_what_is_typed_in_libreoffice_answers_the_queries(office, tmp_path):  # noqa: F811
    def clock():
        return datetime(2026, 11, 23, 9, tzinfo=UTC)

    with Workspace.create(
        tmp_path / "s.ictinv", entity_list=entity_list(tmp_path), clock=clock, who="me"
    ) as workspace:
        workspace.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 12, 15))
        records = {record.sheet: record for record in reversed(alpha())}
        keep(workspace, "2026", records.values(), "reported")
        for sheet, field in [*TYPED, ("units", "name")]:
            place = FieldPlace(sheet, records[sheet].uid, field)
            workspace.reviews.ask("2026", "ALPHA", place, f"Is {field} right?")
        book = workspace.query_workbooks.write("2026", tmp_path / "out").files[0].path
        page = Replies(book).page
        rows = {page.cell(row, PLACE + 1).value: row for row in range(4, page.max_row + 1)}
        lines = [("open", str(book))]
        for (sheet, field), (text, _value) in TYPED.items():
            lines.append(("type", page.title, f"L{rows[f'{sheet}/{field}']}", text))
        row = rows["units/name"]
        lines.append(("type", page.title, f"M{row}", "Yes"))
        lines.append(("type", page.title, f"N{row}", "Since 2019"))
        lines.append(("save", str(book)))
        jobs = tmp_path / "jobs.txt"
        jobs.write_text("\n".join("\t".join(line) for line in lines), encoding="utf-8")

        office("macro:///Standard.Keyboard.Work", JOBS=str(jobs))
        [file] = workspace.returns.merge([book.with_name(f"{book.name}.xlsx")]).files

        assert (file.status, file.reason) == ("merged", None)
        assert file.queries.as_dict() == {"asked": 6, "answered": 6, "closed": 5, "waiting": 0}
        found = {(q.sheet, q.field): q for q in workspace.register.queries("2026", "ALPHA")}
        for place, (_text, value) in TYPED.items():
            assert found[place].answer == Answer(value, None), place
        assert found["units", "name"].answer == Answer("ICT unit", None)
        assert (found["units", "name"].remark, found["units", "name"].status) == (
            "Since 2019", "answered",
        )  # fmt: skip
        [again] = workspace.returns.merge([book.with_name(f"{book.name}.ods")]).files
        assert (again.status, again.reason, again.queries.answered) == ("unchanged", None, 0)
