"""The texts that tell one workbook from another, for the slots of its prepared pages."""

from __future__ import annotations

from datetime import date

from inventory_app.domain.workbooks import Identity
from inventory_app.formats.excel.workbook_hidden import IDENTITY_PARTS, property_text
from inventory_app.texts import Translator

_ENTITY_IN_FOOTER = 52  # what fits on a third of the page, beside the code
_LEFT_TO_RIGHT = (
    "\u200e"  # keeps a code or a file name in order between words that read to the left
)


def particulars(
    identity: Identity,
    _: Translator,
    *,
    file_name: str,
    entity_name: str,
    organisation: str,
    focal_point: str,
    contact: str,
    as_of: date,
    deadline: date,
    issued_on: date,
) -> dict[str, str]:
    """Return what every workbook says of itself, by slot."""
    mark = _LEFT_TO_RIGHT if _.language.right_to_left else ""
    entity = entity_name
    if len(entity) > _ENTITY_IN_FOOTER:
        entity = entity[:_ENTITY_IN_FOOTER] + "…"
    parts = identity.parts() | {"tag": identity.tag}
    return {f"identity.{name}": parts[name] for name in IDENTITY_PARTS} | {
        "round": identity.round,
        "entity": entity_name,
        "footer_entity": entity.replace("&", "&&"),
        "organisation": organisation,
        "focal_point": focal_point or "–",  # noqa: RUF001 - a dash: there is none
        "contact": contact or _("whoever sent you this workbook"),
        "send": _send(contact, _),
        "code": identity.code,
        "code_in_text": mark + identity.code,
        "version": identity.catalogue,
        "file_name": mark + file_name,
        "as_of": _.date(as_of),
        "deadline": _.date(deadline),
        "issued_on": _.date(issued_on),
        "issue_number": _.number(identity.number),
        "property": property_text(identity),
        "created": f"{issued_on.isoformat()}T00:00:00Z",
    }


def _send(contact: str, _: Translator) -> str:
    if contact:
        return _("Send it by e-mail to {contact}.", contact=contact)
    return _("Send it by e-mail, as a reply to the message that brought it.")
