"""What a user chose on this computer: a small TOML file that people may read and mend.

A file called `portable.txt` beside the program moves the settings into the folder `data` beside it,
for a program that is carried on a stick; files on the stick are then known by their place there,
because the next computer gives it another letter. A file that cannot be understood is put aside,
never silently overwritten.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from inventory_app import paths
from inventory_app.errors import UserError

FILE = "settings.toml"
MOST_RECENT = 8

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = ("system", "light", "dark")
TEXT_SIZES = (90, 100, 115, 130, 150, 200)


def default_file() -> Path:
    """Return where settings are kept on this computer."""
    carried = paths.portable_data()
    if carried is not None:
        return carried / FILE
    from platformdirs import user_config_path  # noqa: PLC0415 - only when settings are used

    return user_config_path("ict-inventory", appauthor=False) / FILE


class Settings:
    """Choices and remembered state; every change is written at `save`.

    Files in the folder *stick* are written down by their place in it.
    """

    def __init__(
        self,
        file: Path | None = None,
        values: Mapping[str, Any] | None = None,
        *,
        stick: Path | None = None,
    ) -> None:
        self.file = file
        self._stick = stick
        self._values: dict[str, Any] = dict(values or {})

    @classmethod
    def load(cls, file: Path | None = None) -> Settings:
        """Read *file*; a missing one gives the usual settings, a damaged one is put aside."""
        import tomllib  # noqa: PLC0415 - only when settings are used

        stick = None
        if file is None:
            file = default_file()
            stick = paths.program_folder().parent if paths.portable_data() else None
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            values = {}
        except (OSError, ValueError):
            logging.getLogger(__name__).warning("settings put aside: %s", file, exc_info=True)
            with suppress(OSError):
                file.replace(file.with_suffix(".damaged.toml"))
            values = {}
        return cls(file, values, stick=stick)

    def save(self) -> bool:
        """Write the settings; return whether that was possible. It is never worth an error."""
        if self.file is None:
            return True
        import tomlkit  # noqa: PLC0415 - only when something is written

        try:
            with paths.replacing(self.file) as part:
                part.write_text(tomlkit.dumps(self._values), encoding="utf-8")
        except (UserError, OSError):
            logging.getLogger(__name__).warning("settings not written: %s", self.file)
            return False
        return True

    @property
    def language(self) -> str | None:
        """The language of the window; None follows the system."""
        value = self._values.get("language")
        return value if isinstance(value, str) else None

    @language.setter
    def language(self, code: str | None) -> None:
        self._set("language", code)

    @property
    def name(self) -> str:
        """The name that documents give to whoever works here; "" for none."""
        value = self._values.get("name")
        return value if isinstance(value, str) else ""

    @name.setter
    def name(self, name: str) -> None:
        self._set("name", " ".join(name.split()) or None)

    @property
    def theme(self) -> Theme:
        """Light, dark, or as the system."""
        value = self._values.get("theme")
        return next((theme for theme in THEMES if theme == value), "system")

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._set("theme", theme)

    @property
    def text_size(self) -> int:
        """The size of text in per cent of the usual size."""
        value = self._values.get("text_size")
        return value if value in TEXT_SIZES else 100

    @text_size.setter
    def text_size(self, percent: int) -> None:
        self._set("text_size", percent)

    @property
    def recent(self) -> tuple[Path, ...]:
        """The stores opened last, newest first."""
        found = self._values.get("recent")
        return tuple(self._found(each) for each in found) if isinstance(found, list) else ()

    def opened(self, store: Path) -> None:
        """Remember that *store* was opened."""
        others = [each for each in self.recent if each != store]
        self._set("recent", [self._kept(each) for each in (store, *others)][:MOST_RECENT])

    def forget(self, store: Path) -> None:
        """Take *store* from the list of recent stores."""
        self._set("recent", [self._kept(each) for each in self.recent if each != store])

    @property
    def last_store(self) -> Path | None:
        """The store to open at the start; None if the last one was closed on purpose."""
        value = self._values.get("last_store")
        return self._found(value) if isinstance(value, str) and value else None

    @last_store.setter
    def last_store(self, store: Path | None) -> None:
        self._set("last_store", self._kept(store) if store else None)

    def folder(self, purpose: str) -> Path:
        """Return the folder used last for *purpose* (“issue”, “returns”, “reports” …)."""
        folders = self._values.get("folders")
        known = folders.get(purpose) if isinstance(folders, dict) else None
        return self._found(known) if isinstance(known, str) else Path.home()

    def use_folder(self, purpose: str, folder: Path) -> None:
        """Remember *folder* for *purpose*."""
        folders = self._values.setdefault("folders", {})
        if isinstance(folders, dict):
            folders[purpose] = self._kept(folder)

    def state(self, name: str) -> dict[str, Any]:
        """Return what the view *name* remembered: plain texts, numbers and lists."""
        states = self._values.get("state")
        found = states.get(name) if isinstance(states, dict) else None
        return dict(found) if isinstance(found, dict) else {}

    def keep_state(self, name: str, state: Mapping[str, Any]) -> None:
        """Remember *state* for the view *name*; None values are left out."""
        states = self._values.setdefault("state", {})
        if isinstance(states, dict):
            states[name] = _plain(state)

    def _kept(self, path: Path) -> str:
        """Return *path* as it is written down."""
        if self._stick is not None and path.is_relative_to(self._stick):
            return path.relative_to(self._stick).as_posix()
        return str(path)

    def _found(self, written: str) -> Path:
        """Return the path that was written down."""
        return Path(written) if self._stick is None else self._stick / written

    def _set(self, key: str, value: str | int | Sequence[str] | None) -> None:
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value


def _plain(value: Any) -> Any:
    """Return *value* as TOML can hold it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value if each is not None]
    return value if isinstance(value, str | int | float | bool) else str(value)
