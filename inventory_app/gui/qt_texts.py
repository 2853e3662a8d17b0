"""The language of the desktop, and of what Qt itself says."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from inventory_app.languages import LANGUAGES
from inventory_app.languages import language as language_of

_QT_NAMES = {"zh": "zh_CN"}
_translators: list[QTranslator] = []


def system_language() -> str:
    """Return the language of the desktop, if it is one of ours; else English."""
    for name in QLocale.system().uiLanguages():
        code = name.replace("_", "-").split("-")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


def use_language(app: QApplication, code: str) -> None:
    """Let Qt's own buttons, spin boxes and calendars speak the language *code*."""
    for old in _translators:
        app.removeTranslator(old)
    _translators.clear()
    QLocale.setDefault(QLocale(language_of(code).locale))
    made = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if made.load(f"qtbase_{_QT_NAMES.get(code, code)}", folder):
        app.installTranslator(made)
        _translators.append(made)
