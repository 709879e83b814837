# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the drift report: one file that fetches nothing, and shows what comes from outside as what it is."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from functools import cache
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.text import plain
from ansible_collections.planton.dynamodb.plugins.plugin_utils._drift import drift_report
from ansible_collections.planton.dynamodb.tests.unit.drift.page import TEMPLATE, Parsed, page_of
from ansible_collections.planton.dynamodb.tests.unit.drift.seen import fleet, found, missing, result, seen
from ansible_collections.planton.dynamodb.tests.unit.examples import repeatable
from hypothesis import example, given
from hypothesis import strategies as st

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\"><img src=x onerror='alert(1)'>",
    "' onmouseover='alert(1)",
    "&lt;b&gt; & &amp;",
    "{{ 7 * 7 }} {% raw %}",
    "\u202egnp.exe\u202c \u2066right\u2069 \u05d0",
    "line\u2028one\u2029two",
    "</bdi></code></td></table></main>",
    "\x1b[31mred\x1b[0m \x07\x00\x7f\x9b",
]
# Texts of any characters, and of what acts on a terminal, a page, a template or a reader.
FRAGMENTS = st.sampled_from([*HOSTILE, "{{", "%}", "\r\n", "\ud800", "\ufeff", "\u2067", "x" * 10_000])
TEXTS = st.lists(st.text(st.characters(exclude_categories=())) | FRAGMENTS, min_size=1, max_size=4).map("".join)


INDEX = {"key_schema": [{"attribute_name": "id", "key_type": "HASH"}], "projection": {"type": "ALL"}}


def report_of(text: str) -> dict[str, Any]:
    """A report with that text in every place that somebody else writes."""
    step = {"operation": text, "target": text, "reason": text, "destructive": True}
    error = {"rule": text, "path": text, "message": text, "hint": text}
    results = {
        f"{text}1": {
            "before": {text: text, "tags": {text: text}, "global_secondary_indexes": {text: INDEX | {"more": text}}},
            "after": {"tags": {text: [text]}, "server_side_encryption": {"kms_key_arn": text}},
            "operations": [step],
        },
        f"{text}2": {"there": False, "msg": text, "errors": [error]},
        f"{text}3": {"there": False, "msg": text},
        f"{text}5": missing(text, **{text: {text: text}}),
    }
    tables = {f"{text}4": {"items": 1, "unknown": {text: text}, "billing_mode": "PROVISIONED", "index_units": [1, 1]}}
    hosts = seen([{"host": text, "faults": [text], "results": results, "reads": [{"region": text, "tables": tables}]}])
    hosts[0]["reads"][0]["tables"][0]["table"]["global_secondary_indexes"][0]["index_name"] = text
    hosts[0]["results"][f"{text}1"]["plan"]["id"] = text
    return drift_report([*hosts, *seen([{"host": "other", "reads": [{"tables": {}, "msg": text}]}])], text)


@pytest.fixture(scope="module")
def fleet_report() -> dict[str, Any]:
    return drift_report(fleet(200), "2026-01-05 04:30 UTC")


@pytest.fixture(scope="module")
def fleet_page(fleet_report: dict[str, Any]) -> str:
    return page_of(fleet_report)


def shape_of(page: Parsed) -> list[tuple[str, list[str]]]:
    return [(tag, sorted(attributes)) for tag, attributes in page.elements]


@cache
def harmless_page() -> Parsed:
    return Parsed(page_of(report_of("harmless")))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_comes_from_outside_stays_text(text: str) -> None:
    report = report_of(text)
    page = Parsed(page_of(report))
    # No text opens, closes or decorates anything: the page has the elements and attributes of a harmless one.
    assert shape_of(page) == shape_of(harmless_page())
    assert page.faults == page.open == []
    assert page.facts == report
    # In YAML's flow style an apostrophe is doubled.
    spoken = "".join(page.text("bdi")).replace("''", "'")
    assert spoken.count(plain(text)) == "".join(harmless_page().text("bdi")).count("harmless") > 15


@pytest.mark.parametrize("text", HOSTILE)
def test_what_comes_from_outside_is_kept_apart_from_what_is_around_it(text: str) -> None:
    page = Parsed(page_of(report_of(text)))
    elsewhere = {tag for tag, shown in page.texts if plain(text) in shown and not shown.startswith("{")}
    assert elsewhere == {"bdi"}


@given(TEXTS)
@example("x" * 10_000)
@example("{{{{%")
@example("\ud800\u202e\x1b[2J{{ lookup('pipe', 'id') }}")
@repeatable(25)
def test_no_text_breaks_the_page_or_the_file(text: str) -> None:
    # Without the letter, a text could be the name of a setting that is told in another way.
    report = report_of(f"_{text}")
    page_text = page_of(report)
    page = Parsed(page_text)
    assert shape_of(page) == shape_of(harmless_page())
    assert page.faults == page.open == []
    assert page.facts == report == json.loads(json.dumps(report))
    # Whatever acts on a terminal, a page or a reader is spelled out, and no text is without an end.
    assert not {char for char in page_text if not char.isprintable() and char != "\n"}
    shown = [words for tag, words in page.texts if tag not in ("script", "style")]
    assert not [words for words in shown if "{{" in words or "{%" in words]
    assert max(len(line) for words in shown for line in words.split("\n")) < 1_100


def test_each_output_is_escaped() -> None:
    template = TEMPLATE.read_text(encoding="utf-8").replace("\n", " ")
    macros = re.findall(r"{% macro (\w+)\(", template)
    call = rf"(?:{'|'.join(macros)})\(.*\)"
    outputs = re.findall(r"{{ (.*?) }}", template)
    bare = [output for output in outputs if not output.endswith(" | e") and not re.fullmatch(call, output)]
    # The facts for the script, escaped in another way.
    assert len(outputs) > 80 and len(bare) == 1 and bare[0].startswith("report | to_json"), bare


def test_one_file_that_fetches_nothing(fleet_page: str) -> None:
    page = Parsed(fleet_page)
    addresses = [
        value
        for _tag, attributes in page.elements
        for name, value in attributes.items()
        if name in {"src", "href", "action", "data", "poster", "srcset", "ping"}
    ]
    assert all(address.startswith("#") or address == "data:," for address in addresses)
    assert not re.search(r"url\(|@import|https?://", fleet_page)
    assert not [
        name for _tag, attributes in page.elements for name in attributes if name == "style" or name[:2] == "on"
    ]


def test_the_policy_admits_this_style_and_this_script_and_nothing_else(fleet_page: str) -> None:
    policy = next(meta["content"] for meta in Parsed(fleet_page).named("meta") if "http-equiv" in meta)
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for tag in ("style", "script"):
        [text] = re.findall(rf"<{tag}>(.*?)</{tag}>", fleet_page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy, f"write the digest of <{tag}>, {digest}, into the template"


def test_the_page_says_what_the_facts_say(fleet_report: dict[str, Any], fleet_page: str) -> None:
    page = Parsed(fleet_page)
    assert page.facts == fleet_report
    assert page.text("h1") == [fleet_report["headline"]]
    sections = {section["name"]: section["count"] for section in fleet_report["sections"] if section["count"]}
    flags = [attributes["data-flags"].split() for _tag, attributes in page.elements if "data-flags" in attributes]
    assert flags == [entry["flags"] for entry in fleet_report["tables"]]
    assert [name for name in page.named("section") if name.get("id") in sections].__len__() == len(sections)
    names = [entry["name"] for entry in fleet_report["tables"]]
    assert [text for text in page.text("bdi") if text in {*names}] == [
        name
        for entry in fleet_report["tables"]
        for name in [entry["name"]] * (1 + sum(step["target"] == entry["name"] for step in entry["operations"]))
    ]


def test_order_of_headings_and_heads_of_tables(fleet_page: str) -> None:
    page = Parsed(fleet_page)
    assert page.faults == page.open == []
    levels = [int(tag[1]) for tag, _attributes in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(head["scope"] in ("col", "row") for head in page.named("th"))
    assert dict(page.elements)["html"]["lang"] == "en"
    assert [tag for tag, _attributes in page.elements if tag in ("header", "main", "footer", "search")] == [
        *("header", "main", "search", "footer")
    ]
    identities = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
    assert len(identities) == len({*identities})
    labelled = {
        attributes[name]
        for _tag, attributes in page.elements
        for name in ("for", "aria-labelledby")
        if name in attributes
    }
    assert {word for words in labelled for word in words.split()} <= {*identities}
    assert {attributes["href"][1:] for attributes in page.named("a")} <= {*identities}


def test_nothing_is_shown_as_none() -> None:
    entries = {
        "missing": {"there": False, "operations": [{"operation": "CreateTable", "target": "missing", "reason": "x"}]}
    }
    for hosts in ([], seen([{"host": "a", "results": {**entries, "fine": {}}, "reads": [{"tables": {"fine": {}}}]}])):
        page = Parsed(page_of(drift_report(hosts, "now")))
        assert not [
            text for tag, text in page.texts if re.search(r"\b(None|null|undefined)\b", text) and tag != "script"
        ]


def test_many_tables_in_a_few_megabytes() -> None:
    host = {"host": "a", "faults": [], "results": {}, "reads": [{"item": {}, "tables": []}]}
    for number in range(2000):
        name = f"orders-{number:04d}"
        step = {"operation": "TagResource", "target": name, "reason": "set tag(s) team"}
        host["results"][name] = result(name, {"after": {"tags": {"team": "b"}}, "operations": [step]})
        host["reads"][0]["tables"].append(found(name, {}))
    page = page_of(drift_report([host], "now"))
    assert len(page.encode()) < 8_000_000
    assert page.count('class="card e"') == 2000
