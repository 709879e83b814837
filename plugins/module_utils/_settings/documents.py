# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Policy documents: read from text, written as text, and compared by what they mean.

AWS does not keep a document as it was sent: it fills in the version, turns lists of one into texts, and account ids
into ARNs. So two documents are compared in a form of their own, in which the same meaning is the same value.
"""

from __future__ import annotations

import collections
import fnmatch
import functools
import json
import re
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Iterator

Document = dict[str, t.Any]
Statement = dict[str, t.Any]

VERSION, STATEMENT = "Version", "Statement"
# What AWS takes a document for that names no version.
DEFAULT_VERSION = "2008-10-17"
DOCUMENT_ORDER = (VERSION, "Id", STATEMENT)
PRINCIPALS = ("Principal", "NotPrincipal")
ACTIONS = ("Action", "NotAction")
RESOURCES = ("Resource", "NotResource")
STATEMENT_ORDER = ("Sid", "Effect", *PRINCIPALS, *ACTIONS, *RESOURCES, "Condition")
ACCOUNT = re.compile(r"[0-9]{12}")
# AWS shows the unique id of a role or user that was deleted, where the document named it by its ARN.
UNIQUE_ID = re.compile(r"A[A-Z0-9]{3}[A-Z0-9]{12,}")
ANYBODY = "*"
ALLOW, DENY = "allow", "deny"


def parsed(given: t.Any) -> t.Any:
    """Return the document that an option gives as a dictionary or as text; text that is no JSON stays text."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        return given


def listed(value: t.Any) -> list[t.Any]:
    """Return a value of a document as a list: one value may stand without a list."""
    return list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]


def statements(document: t.Any) -> list[Statement]:
    """Return the statements of a document; what is no statement is left out."""
    found = listed(document.get(STATEMENT)) if isinstance(document, dict) else []
    return [each for each in found if isinstance(each, dict)]


def text_of(document: Document) -> str:
    """Return a document as it is sent: with its version, without blanks, and its members in a fixed order."""
    members = {VERSION: DEFAULT_VERSION, **document}
    if isinstance(members.get(STATEMENT), (list, tuple, dict)):
        members[STATEMENT] = [_in_order(each, STATEMENT_ORDER) for each in statements(document)]
    return json.dumps(_in_order(members, DOCUMENT_ORDER), separators=(",", ":"), ensure_ascii=False)


def _in_order(members: dict[str, t.Any], order: tuple[str, ...]) -> dict[str, t.Any]:
    names = [*(name for name in order if name in members), *sorted({*members} - {*order})]
    return {name: _sorted(members[name]) for name in names}


def _sorted(value: t.Any) -> t.Any:
    return {name: _sorted(value[name]) for name in sorted(value)} if isinstance(value, dict) else value


def same(one: t.Any, other: t.Any, partition: str) -> bool:
    """Tell whether two documents mean the same."""
    return bool(meaning(one, partition) == meaning(other, partition))


def meaning(document: t.Any, partition: str) -> t.Any:
    """Return a document in the form in which it is compared: statements have no order, nor have their values."""
    if not isinstance(document, dict) or not document:
        return document or None
    rest = {name: value for name, value in document.items() if name not in (VERSION, STATEMENT)}
    version = str(document.get(VERSION) or DEFAULT_VERSION)
    bag = collections.Counter(statement_meaning(each, partition) for each in statements(document))
    return version, bag, _frozen(rest)


def statement_meaning(statement: Statement, partition: str) -> str:
    """Return a statement in the form in which it is compared."""
    read = {
        "Effect": lambda value: str(value).capitalize(),
        **dict.fromkeys(PRINCIPALS, lambda value: principals(value, partition)),
        **dict.fromkeys(ACTIONS, lambda value: sorted({str(each).lower() for each in listed(value)})),
        **dict.fromkeys(RESOURCES, lambda value: sorted({str(each) for each in listed(value)})),
        "Condition": _conditions,
    }
    return _frozen({name: read.get(name, lambda value: value)(value) for name, value in statement.items()})


def _frozen(value: t.Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def principals(value: t.Any, partition: str) -> dict[str, list[str]]:
    """Return the principals by their kind, with the ARN of its root for an account; ``*`` is anybody of AWS."""
    kinds = value if isinstance(value, dict) else {"AWS": value}
    return {
        kind: sorted({f"arn:{partition}:iam::{name}:root" if ACCOUNT.fullmatch(name) else name for name in names})
        for kind, given in kinds.items()
        if (names := [str(each) for each in listed(given)])
    }


def _conditions(value: t.Any) -> t.Any:
    """Return the conditions; AWS shows numbers and booleans as the texts that they may be written as."""
    if not isinstance(value, dict):
        return value
    return {
        operator: {key: sorted({_scalar(each) for each in listed(values)}) for key, values in keys.items()}
        if isinstance(keys, dict)
        else keys
        for operator, keys in value.items()
    }


def _scalar(value: t.Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def shown(document: t.Any, partition: str, like: t.Any = None) -> t.Any:
    """Return a document as a difference shows it, so that two of them differ only where their meaning does.

    The statements that ``like`` has too come first, as they stand there.
    """
    if not isinstance(document, dict) or not document:
        return document or None
    there = {statement_meaning(each, partition): each for each in reversed(statements(like))}
    places = {key: place for place, key in enumerate(reversed(there))}
    found = [(statement_meaning(each, partition), each) for each in statements(document)]
    found.sort(key=lambda pair: places.get(pair[0], len(places)))
    rest = {name: value for name, value in document.items() if name not in (VERSION, STATEMENT)}
    version = str(document.get(VERSION) or DEFAULT_VERSION)
    return {VERSION: version, **rest, STATEMENT: [there.get(key, each) for key, each in found]}


def named(statement: Statement) -> list[str]:
    """Return the names of the principals of a statement, without those that it excepts."""
    value = statement.get("Principal")
    kinds = value.values() if isinstance(value, dict) else [value]
    return [str(each) for names in kinds for each in listed(names)]


def unique_ids(document: t.Any) -> list[str]:
    """Return the unique ids in a document: each stands for a role or user that was deleted."""
    found = (name for each in statements(document) for name in named(each))
    return list(dict.fromkeys(name for name in found if UNIQUE_ID.fullmatch(name)))


def effect(statement: Statement) -> str:
    """Return the effect of a statement in lower case."""
    return str(statement.get("Effect")).lower()


def denies_anything(document: t.Any) -> bool:
    """Tell whether a document has a statement that denies."""
    return any(effect(each) == DENY for each in statements(document))


def denies(document: t.Any, action: str, *, everybody: bool = True) -> bool:
    """Tell whether a document denies an action to somebody or, if asked so, to everybody without a condition."""
    return any(not everybody or _concerns_everybody(each) for each in _denials(document, action))


def _denials(document: t.Any, action: str) -> Iterator[Statement]:
    for each in statements(document):
        if effect(each) == DENY and covers(each, action):
            yield each


def _concerns_everybody(statement: Statement) -> bool:
    return ANYBODY in named(statement) and not statement.get("Condition")


def covers(statement: Statement, action: str) -> bool:
    """Tell whether a statement is about an action; names of actions may have wildcards, and are in any case."""
    matches = functools.partial(fnmatch.fnmatchcase, action.lower())
    if "NotAction" in statement:
        return not any(matches(str(each).lower()) for each in listed(statement["NotAction"]))
    return any(matches(str(each).lower()) for each in listed(statement.get("Action")))
