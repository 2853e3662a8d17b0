"""Stands in until the page is built."""

from __future__ import annotations

from typing import ClassVar

from inventory_app.gui.views.page import Page


class SurveyPage(Page):
    """An empty page."""

    name: ClassVar[str] = "survey"
