# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests know of policy documents: how they are drawn, and when two of them say the same (page 2)."""

from __future__ import annotations

import json
import re
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.names import Options
from ansible_collections.planton.dynamodb.tests.settings.truths import Facts
from hypothesis import strategies as st

TABLE_ARN = re.compile(r"arn:aws:dynamodb:[^\"/]*/[^\"/]*")
STREAM_ARN = re.compile(TABLE_ARN.pattern + "/stream/[0-9T:.-]+")
PRINCIPALS = ("210987654321", "arn:aws:iam::210987654321:root", "310987654321", "arn:aws:iam::410987654321:role/reader")
Meaning = tuple[str, ...]


@st.composite
def documents(draw: st.DrawFn, actions: tuple[str, ...], resource: str, *, denials: bool) -> Options:
    """A document of one to three statements."""
    count = draw(st.integers(1, 3))
    statements = [draw(_statements(actions, resource)) for _number in range(count)]
    if denials and draw(st.booleans()):
        statements.append({"Effect": "Deny", "Principal": "*", "Action": "dynamodb:DeleteItem", "Resource": "*"})
    return {"Version": draw(st.sampled_from(("2008-10-17", "2012-10-17"))), "Statement": statements}


@st.composite
def _statements(draw: st.DrawFn, actions: tuple[str, ...], resource: str) -> Options:
    chosen = draw(st.lists(st.sampled_from(actions), min_size=1, max_size=2, unique=True))
    who = draw(st.lists(st.sampled_from(PRINCIPALS), min_size=1, max_size=2, unique=True))
    return {
        "Effect": "Allow",
        "Principal": {"AWS": who if draw(st.booleans()) else who[0]},
        "Action": chosen if draw(st.booleans()) else chosen[0],
        "Resource": draw(st.sampled_from(("*", resource, f"{resource}/index/*"))),
    }


def denies(document: Options) -> bool:
    """Whether it takes something away."""
    return any(each["Effect"] == "Deny" for each in statements(document))


def statements(document: Options) -> list[Options]:
    """The statements, one of which may stand without a list."""
    found = document.get("Statement", [])
    return list(found) if isinstance(found, list) else [found]


def meaning(found: Any) -> Meaning:
    """Statements in a form in which those that say the same are the same, in any order; ARNs of the table by name."""
    return tuple(sorted(_statement(each) for each in (found if isinstance(found, list) else [found])))


def _statement(statement: Options) -> str:
    """Page 2: "1-element lists to strings, account id to root ARN"."""
    principal = statement["Principal"]
    kinds = principal if isinstance(principal, dict) else {"AWS": principal}
    named = {kind: _several(names) for kind, names in kinds.items()}
    whole = {**statement, "Principal": named, **{name: _several(statement[name]) for name in ("Action", "Resource")}}
    text = STREAM_ARN.sub("__STREAM_ARN__", json.dumps(whole, sort_keys=True))
    return TABLE_ARN.sub("__TABLE_ARN__", text)


def _several(value: Any) -> list[str]:
    names = value if isinstance(value, list) else [value]
    return sorted({f"arn:aws:iam::{name}:root" if re.fullmatch("[0-9]{12}", name) else name for name in names})


def facts(option: str, document: Options) -> Facts:
    """The facts of a document; none are none."""
    if not document:
        return {}
    return {(option, "Version"): document["Version"], (option, "Statement"): meaning(document["Statement"])}


def read(document: Options) -> tuple[str, Meaning, bool]:
    """What the bound compares, and whether it denies something."""
    found = facts("", document).values()
    return (str([*found]), meaning(statements(document)), denies(document)) if document else ("", (), False)
