"""Everything that can be done, as data: menus, shortcuts and the command palette come from it."""

from __future__ import annotations

from dataclasses import dataclass

from inventory_app.gui.menu_bar import Menu
from inventory_app.texts import N_


@dataclass(frozen=True, kw_only=True)
class ActionSpec:
    """One thing to do. `method` is a method of the window, or of the page that is shown.

    A page offers an action by having the method; its `can(id)` may switch it off for now.
    """

    id: str
    menu: Menu
    text: str
    method: str
    icon: str = ""
    shortcut: str = ""
    of_page: bool = False
    needs_store: bool = False
    changes_data: bool = False
    separator_before: bool = False


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(id="new", menu="file", text=N_("New inventory…"), method="new_store",
               icon="file-plus", shortcut="Ctrl+Shift+N"),
    ActionSpec(id="open", menu="file", text=N_("Open inventory…"), method="choose_store",
               icon="folder-open", shortcut="Ctrl+O"),
    ActionSpec(id="open-workbook", menu="file", text=N_("Open survey workbook…"),
               method="choose_workbook", icon="file-spreadsheet", shortcut="Ctrl+Shift+O"),
    ActionSpec(id="demo", menu="file", text=N_("Open the demonstration"),
               method="open_demonstration", icon="play"),
    ActionSpec(id="round", menu="file", text=N_("Open a round…"), method="open_round",
               icon="calendar", needs_store=True, changes_data=True, separator_before=True),
    ActionSpec(id="issue", menu="file", text=N_("Issue workbooks…"), method="issue_workbooks",
               icon="send", shortcut="Ctrl+Shift+I", needs_store=True, changes_data=True),
    ActionSpec(id="merge", menu="file", text=N_("Merge returns…"), method="merge_returns",
               icon="inbox", shortcut="Ctrl+Shift+M", needs_store=True, changes_data=True),
    ActionSpec(id="import", menu="file", text=N_("Import a list…"), method="import_list",
               icon="upload", needs_store=True, changes_data=True),
    ActionSpec(id="export", menu="file", text=N_("Export everything…"), method="export_all",
               icon="download", needs_store=True),
    ActionSpec(id="save", menu="file", text=N_("Save"), method="save", icon="save",
               shortcut="Ctrl+S", of_page=True, separator_before=True),
    ActionSpec(id="save-as", menu="file", text=N_("Save as…"), method="save_as",
               shortcut="Ctrl+Shift+S", of_page=True),
    ActionSpec(id="print", menu="file", text=N_("Print…"), method="print_page", icon="printer",
               shortcut="Ctrl+P", needs_store=True),
    ActionSpec(id="backup", menu="file", text=N_("Back up now"), method="back_up",
               icon="database", needs_store=True, separator_before=True),
    ActionSpec(id="close", menu="file", text=N_("Close inventory"), method="close_store",
               shortcut="Ctrl+W", needs_store=True),
    ActionSpec(id="quit", menu="file", text=N_("Quit"), method="close", shortcut="Ctrl+Q"),
    ActionSpec(id="undo", menu="edit", text=N_("Undo"), method="undo", icon="undo-2",
               shortcut="Ctrl+Z", changes_data=True),
    ActionSpec(id="redo", menu="edit", text=N_("Redo"), method="redo", icon="redo-2",
               shortcut="Ctrl+Y", changes_data=True),
    ActionSpec(id="cut", menu="edit", text=N_("Cut"), method="cut", shortcut="Ctrl+X",
               separator_before=True),
    ActionSpec(id="copy", menu="edit", text=N_("Copy"), method="copy", icon="copy",
               shortcut="Ctrl+C"),
    ActionSpec(id="paste", menu="edit", text=N_("Paste"), method="paste", icon="clipboard-paste",
               shortcut="Ctrl+V"),
    ActionSpec(id="select-all", menu="edit", text=N_("Select all"), method="select_all",
               shortcut="Ctrl+A"),
    ActionSpec(id="add", menu="edit", text=N_("Add record"), method="add_record", icon="plus",
               shortcut="Ctrl+N", of_page=True, changes_data=True, separator_before=True),
    ActionSpec(id="retire", menu="edit", text=N_("Retire records…"), method="retire_records",
               icon="archive", of_page=True, changes_data=True),
    ActionSpec(id="confirm", menu="edit", text=N_("Confirm as unchanged"),
               method="confirm_records", icon="check", of_page=True, changes_data=True),
    ActionSpec(id="fill-down", menu="edit", text=N_("Fill down"), method="fill_down",
               shortcut="Ctrl+D", of_page=True, changes_data=True),
    ActionSpec(id="find", menu="edit", text=N_("Find on this page"), method="find",
               icon="search", shortcut="Ctrl+F", separator_before=True),
    ActionSpec(id="palette", menu="view", text=N_("Search everything…"), method="show_palette",
               icon="search", shortcut="Ctrl+K"),
    ActionSpec(id="refresh", menu="view", text=N_("Refresh"), method="refresh_page",
               icon="rotate-ccw", shortcut="F5"),
    ActionSpec(id="larger", menu="view", text=N_("Larger text"), method="larger_text",
               icon="zoom-in", shortcut="Ctrl++", separator_before=True),
    ActionSpec(id="smaller", menu="view", text=N_("Smaller text"), method="smaller_text",
               icon="zoom-out", shortcut="Ctrl+-"),
    ActionSpec(id="usual", menu="view", text=N_("Usual text size"), method="usual_text",
               shortcut="Ctrl+0"),
    ActionSpec(id="dark", menu="view", text=N_("Light or dark"), method="toggle_dark",
               icon="moon", shortcut="Ctrl+Shift+D"),
    ActionSpec(id="guide", menu="help", text=N_("User guide"), method="show_guide",
               icon="book-open", shortcut="F1"),
    ActionSpec(id="trouble", menu="help", text=N_("When something does not work"),
               method="show_trouble", icon="circle-help"),
    ActionSpec(id="keys", menu="help", text=N_("Keyboard shortcuts"), method="show_keys",
               icon="keyboard"),
    ActionSpec(id="about", menu="help", text=N_("About this program"), method="show_about",
               icon="info"),
)  # fmt: skip
