# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a drift report as Ansible makes it from the template, and what a parser finds in it."""

from __future__ import annotations

import html.parser
import json
from pathlib import Path
from typing import Any

from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader
from ansible.template import Templar, trust_as_template

TEMPLATE = Path(__file__).parents[3] / "playbooks" / "templates" / "drift_report.html.j2"
_loaded: list[bool] = []


def page_of(report: dict[str, Any]) -> str:
    """Return the page of a report."""
    if not _loaded:
        init_plugin_loader()
        _loaded.append(True)
    text = trust_as_template(TEMPLATE.read_text(encoding="utf-8"))
    # As the action plugin template does it.
    loader = DataLoader()
    loader.set_basedir(str(TEMPLATE.parent))
    page = Templar(loader, variables={"report": report}).template(text, escape_backslashes=False)
    assert isinstance(page, str)
    return page


class Parsed(html.parser.HTMLParser):
    """The elements of a page with their attributes, and the text in it by the element around it."""

    VOID = frozenset({"meta", "link", "input"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> within {self.open[-3:]} at {self.getpos()}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def named(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> list[str]:
        """The texts right within elements of that name."""
        return [text for name, text in self.texts if name == tag]

    @property
    def facts(self) -> Any:
        """The report that the page carries."""
        [facts] = [text for tag, text in self.texts if tag == "script" and text.startswith("{")]
        return json.loads(facts)
