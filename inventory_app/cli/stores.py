"""Commands on a whole store: init, backup, restore, verify, export."""

from __future__ import annotations

import argparse
from pathlib import Path

from inventory_app.cli.output import ATTENTION, Output, typed
from inventory_app.domain.profiles import Profile
from inventory_app.errors import UserError
from inventory_app.texts import N_
from inventory_app.workspace import Workspace, now


def init(options: argparse.Namespace, out: Output) -> int:
    """Make an empty store with its entities."""
    _ = out.words
    if not options.store.parent.is_dir():
        raise UserError(
            "E-NO-FOLDER",
            N_("There is no folder “{path}”."),
            N_("Check the name of the store."),
            path=options.store.parent,
        )
    with Workspace.create(options.store, entity_list=options.entities) as workspace:
        entities = len(workspace.entities.all())
        version = workspace.catalogue.version
    out.document({"store": options.store, "entities": entities, "catalogue": version})
    out.say(
        _.plural(
            "Made the store “{store}” with {n} entity.",
            "Made the store “{store}” with {n} entities.",
            entities,
            store=options.store,
        )
    )
    out.say(_("Next: “ict-inventory round open {store} …”.", store=typed(options.store)))
    return 0


def backup(options: argparse.Namespace, out: Output) -> int:
    """Copy the store, also while it is in use."""
    _ = out.words
    target = None if options.out is None else _free(options.out, options.store)
    with Workspace.open(options.store) as workspace:
        made = workspace.safekeeping.backup(target)
    out.document({"store": options.store, "backup": made})
    out.say(_("The backup is “{path}”.", path=made))
    return 0


def _free(target: Path, store: Path) -> Path:
    """Return where a backup named *target* goes; nothing that is there already is replaced."""
    if target.is_dir():
        target = target / f"{store.stem}_{now():%Y%m%dT%H%M%S}_backup.ictinv"
    if target.exists():
        raise UserError(
            "E-EXISTS",
            N_("“{path}” exists already."),
            N_("Choose another name; nothing has been changed."),
            path=target,
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def restore(options: argparse.Namespace, out: Output) -> int:
    """Put a backup in the place of the store, and say what it does not hold."""
    from inventory_app.services.restoring import restore_backup  # noqa: PLC0415 - loads the store

    _ = out.words
    done = restore_backup(options.backup, options.store)
    newer = done.newer or ()
    out.document(
        {
            "store": options.store,
            "backup": options.backup,
            "set_aside": done.set_aside,
            "newer_returns": None
            if done.newer is None
            else [
                {
                    "entity": each.entity, "round": each.round, "file_name": each.file_name,
                    "received_at": each.received_at, "sha256": each.sha256,
                }
                for each in newer
            ],
        }
    )  # fmt: skip
    out.say(_("“{store}” now holds the backup “{backup}”.", store=done.store, backup=done.backup))
    if done.set_aside is not None:
        out.say(_("The store that was there is now “{path}”.", path=done.set_aside))
    if done.newer is None:
        out.say(_("That store could not be read, so it is not known which returns are newer."))
    if newer:
        out.say()
        out.say(_("These returns are newer than the backup; merge them again:"))
        out.table(
            (_("Return"), _("Entity"), _("Round"), _("Received")),
            [(each.file_name, each.entity, each.round, each.received_at[:10]) for each in newer],
        )
    return ATTENTION if newer or done.newer is None else 0


def verify(options: argparse.Namespace, out: Output) -> int:
    """Say every doubt there is about the store."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        doubts = workspace.safekeeping.verify()
    out.document(
        {
            "store": options.store,
            "sound": not doubts,
            "doubts": [
                {"code": doubt.code, "message": _(doubt.message, **doubt.params)}
                for doubt in doubts
            ],
        }
    )
    if not doubts:
        out.say(_("“{store}” is sound: file, log and records agree.", store=options.store))
        return 0
    out.say(
        _.plural(
            "There is {n} doubt about “{store}”:",
            "There are {n} doubts about “{store}”:",
            len(doubts),
            store=options.store,
        ),
        bold=True,
    )
    for doubt in doubts:
        out.say(f"  {doubt.code}  {_(doubt.message, **doubt.params)}")
    out.say(_("Restore the newest backup that is sound: “ict-inventory restore BACKUP STORE”."))
    return ATTENTION


def export(options: argparse.Namespace, out: Output) -> int:
    """Write everything in an open form."""
    _ = out.words
    with Workspace.open(options.store) as workspace:
        result = workspace.exports.write(
            options.out, Profile(options.profile), history=options.with_history
        )
    out.document({"files": result.paths, "records": result.records})
    out.say(
        _.plural(
            "Wrote {n} record to “{path}”.",
            "Wrote {n} records to “{path}”.",
            sum(result.records.values()),
            path=options.out,
        )
    )
    return 0
