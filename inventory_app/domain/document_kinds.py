"""The documents that can be asked for, by name, and the kinds of file that they can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from inventory_app.texts import N_

About: TypeAlias = Literal["", "entity", "group"]
FORMS = ("pdf", "docx")


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """A document: its name, its title as a message id, and what it is about, if not the round."""

    name: str
    title: str
    about: About = ""


KINDS: Mapping[str, DocumentKind] = {
    each.name: each
    for each in (
        DocumentKind(name="summary", title=N_("ICT capability summary"), about="entity"),
        DocumentKind(name="group", title=N_("Summary of a group"), about="group"),
        DocumentKind(name="secretariat", title=N_("ICT capacities of all entities")),
        DocumentKind(name="65th-session", title=N_("Pack for the sixty-fifth session")),
        DocumentKind(name="annex", title=N_("Inventory annex")),
        DocumentKind(name="methodology", title=N_("Indicator methodology")),
        DocumentKind(name="receipt", title=N_("Receipt for a return"), about="entity"),
        DocumentKind(name="merge-report", title=N_("Merge report")),
    )
}
