# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the drift report in a headless Chromium: what people see of it, by mouse, keyboard, phone and print."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.plugins.plugin_utils._drift import drift_report
from ansible_collections.planton.dynamodb.tests.browser.chromium import Page, browsing, find_chromium
from ansible_collections.planton.dynamodb.tests.unit.drift.page import page_of
from ansible_collections.planton.dynamodb.tests.unit.drift.seen import fleet, missing, result

TABLES = 402
DATE = "2026-01-05 04:30 UTC"
HOSTILE = "</script><img src=x onerror=alert(1)>" + "long" * 60 + "\u202e{{ 7 }}\x1b[31m"
CONTRAST = (Path(__file__).parents[1] / "browser" / "contrast.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium here: how the page looks, prints, and is used by keyboard was left out")
    with browsing(executable, tmp_path_factory.mktemp("chromium")) as page:
        yield page


def written(path: Path, tables: int) -> Path:
    """Write the page of a fleet, with two tables and a fault that are not harmless."""
    hosts = fleet(tables)
    hosts[0]["faults"] = [HOSTILE]
    hosts[0]["results"][HOSTILE] = {"failed": True, "msg": HOSTILE}
    long = {HOSTILE: HOSTILE, "k" * 128: "v" * 10_000}
    hosts[0]["results"]["gone"] = result("gone", missing("gone", tags=long, ttl={"enabled": True}))
    path.write_text(page_of(drift_report(hosts, DATE)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def page_file(browser: Page, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("page") / "page.html", TABLES - 2)


@pytest.fixture
def page(browser: Page, page_file: Path) -> Page:
    browser.size(1280)
    browser.media()
    browser.open(page_file)
    return browser


def shown(page: Page) -> int:
    return int(page.run("[...document.querySelectorAll('.e')].filter((e) => e.offsetParent !== null).length"))


def test_two_thousand_tables(browser: Page, tmp_path: Path) -> None:
    path = written(tmp_path / "many.html", 2000)
    browser.size(1280)
    browser.media()
    began = time.monotonic()
    browser.open(path)
    browser.drawn()
    # A second or two on a machine that has nothing else to do.
    assert time.monotonic() - began < 30
    assert shown(browser) == 2002
    browser.run("document.getElementById('text').focus()")
    browser.type("0123")
    assert (
        shown(browser)
        == browser.run("[...document.querySelectorAll('.e')].filter(e => /0123/.test(e.textContent)).length")
        > 0
    )


def test_not_a_word_and_nothing_from_the_network(page: Page, page_file: Path) -> None:
    page.drawn()
    assert page.complaints == []
    assert page.requests == [page_file.as_uri()]
    assert shown(page) == TABLES
    assert page.run("document.images.length") == 0


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.size(width, 800)
    page.run("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    page.drawn()
    assert page.run("document.documentElement.scrollWidth") == width
    wide = "[...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)"
    assert page.run(f"{wide}.filter((e) => !e.closest('thead, .v')).map((e) => e.outerHTML.slice(0, 80))") == []


def test_the_filter_by_keyboard(page: Page) -> None:
    for _press in range(40):
        page.key("Tab")
        if page.run("document.activeElement.id") == "text":
            break
    assert page.run("document.activeElement.id") == "text"
    page.type("orders us-east")
    found = shown(page)
    assert 0 < found < TABLES
    assert page.run("document.getElementById('shown').textContent") == f"{found} of {TABLES} tables"
    names = "[...document.querySelectorAll('.e')].filter((e) => e.offsetParent).map((e) => e.textContent)"
    assert all("orders" in text and "us-east" in text for text in page.run(names))
    page.key("Escape")
    page.drawn()
    assert shown(page) == TABLES

    page.key("Tab")
    assert page.run("document.activeElement.id") == "kind"
    page.key("ArrowDown")
    page.drawn()
    chosen = page.run("document.getElementById('kind').value")
    flagged = page.run(f"document.querySelectorAll('.e[data-flags~={json.dumps(chosen)}]').length")
    assert chosen and shown(page) == flagged < TABLES
    page.key("Tab")
    page.key("Enter", "\r")
    assert page.run("[...document.querySelectorAll('details')].every((details) => details.open)")


def test_what_has_the_focus_is_seen(page: Page) -> None:
    for _press in range(6):
        page.key("Tab")
        style = "getComputedStyle(document.activeElement)"
        assert page.run(f"{style}.outlineStyle") == "solid"
        assert page.run("document.activeElement.getBoundingClientRect().height") > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(page: Page, scheme: str) -> None:
    page.media(prefers_color_scheme=scheme)
    page.drawn()
    assert page.run(CONTRAST) == []


def test_print_shows_all_of_it(page: Page, tmp_path: Path) -> None:
    page.run("document.getElementById('text').value = 'no such table'")
    page.run("document.getElementById('text').dispatchEvent(new Event('input'))")
    page.drawn()
    assert shown(page) == 0
    page.media("print")
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert shown(page) == TABLES
    assert page.run("[...document.querySelectorAll('.steps')].every((steps) => steps.offsetHeight > 0)")
    assert page.run("getComputedStyle(document.getElementById('filter')).display") == "none"
    page.pdf(tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_red_goes_first(page: Page) -> None:
    """Of the sections and of the counts: a missing table, a lost protection, then the other ones."""
    sections = page.run("[...document.querySelectorAll('main section.list')].map((e) => e.id)")
    counts = page.run("[...document.querySelectorAll('.counts a')].map((e) => e.getAttribute('href').slice(1))")
    assert sections[:3] == counts[:3] == ["missing", "lost_protection", "failed"]
    colours = "[...document.querySelectorAll('.counts b')].map((e) => getComputedStyle(e).color)"
    red, *others = page.run(colours)
    assert others[:2] == [red, red] and others[-1] != red
    border = "getComputedStyle(document.querySelector('#{} .card')).borderLeftColor"
    assert [page.run(border.format(name)) for name in sections[:3]] == [red] * 3
    assert page.run("getComputedStyle(document.querySelector('.lost')).color") == red
    assert page.run(border.format("drifted")) != red


def test_motion_only_where_it_is_welcome(page: Page) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    page.media(prefers_reduced_motion="no-preference")
    assert page.run(behaviour) == "smooth"
    page.media(prefers_reduced_motion="reduce")
    assert page.run(behaviour) == "auto"


def test_names_and_roles_for_those_who_hear_the_page(page: Page) -> None:
    nodes = page.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    assert {"banner", "main", "search", "contentinfo", "searchbox", "combobox", "table", "rowheader"} <= {*roles}
    controls = ("searchbox", "combobox", "button", "link", "region")
    unnamed = [
        node
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in controls and not node.get("name", {}).get("value")
    ]
    assert unnamed == []
    page.size(320, 800)
    page.drawn()
    nodes = page.send("Accessibility.getFullAXTree")["nodes"]
    narrow = [node["role"]["value"] for node in nodes if not node["ignored"]]
    assert narrow.count("rowheader") == roles.count("rowheader") and "columnheader" in narrow
