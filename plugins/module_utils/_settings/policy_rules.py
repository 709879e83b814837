# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Rules of policy documents, V49 and V79: what AWS refuses, told before the call and at its place."""

from __future__ import annotations

import fnmatch
import json
import typing as t

from .._texts.meant import meant_by
from .documents import (
    ACTIONS,
    ALLOW,
    ANYBODY,
    DENY,
    DOCUMENT_ORDER,
    PRINCIPALS,
    RESOURCES,
    STATEMENT,
    STATEMENT_ORDER,
    denies,
    effect,
    listed,
    named,
    statements,
    text_of,
)
from .stand_ins import ACCOUNT, MEMBERS
from .violations import Violation, duplicates

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from .documents import Statement

# AWS counts the bytes of the text.
LONGEST = 20_480
# What only a stream knows: AWS refuses these names for a table.
OF_STREAMS = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
OF_POLICIES = "dynamodb:PutResourcePolicy"
CONFIRM = "confirm_remove_self_resource_access"
# Denied to everybody, these keep the owner of a table from changing or deleting it.
NEEDED = ("dynamodb:UpdateTable", "dynamodb:DeleteTable")


def judge(document: t.Any, option: str, *, stream: bool, confirmed: bool) -> Iterator[Violation]:
    """Judge a document by V49 and V79."""
    if not isinstance(document, dict):
        yield _no_object(document, option)
        return
    yield from _members(document, option)
    found = statements(document)
    if not found or len(found) < len(listed(document.get(STATEMENT))):
        yield Violation("V49", f"{option}.{STATEMENT}", "these are no statements", "give a list of statements")
    for sid in duplicates(str(each["Sid"]) for each in found if each.get("Sid")):
        message = f"several statements have the Sid '{sid}'"
        yield Violation("V49", f"{option}.{STATEMENT}", message, "give each another, or none")
    for number, each in enumerate(found):
        yield from _statement(each, f"{option}.{STATEMENT}[{number}]", stream)
    yield from too_long(document, option)
    if not confirmed and denies(document, OF_POLICIES):
        message = f"it denies {OF_POLICIES} to everybody, so nobody could change or remove it"
        yield Violation("V79", option, message, f"except somebody, or set {CONFIRM}: true")


def too_long(document: Statement, option: str) -> Iterator[Violation]:
    """Judge by V49 the size of the text that is sent."""
    size = len(text_of(document).encode())
    if size > LONGEST:
        message = f"the document has {size} bytes; AWS takes {LONGEST}"
        yield Violation("V49", option, message, "use wildcards, or grant what belongs together in one statement")


def _no_object(document: t.Any, option: str) -> Violation:
    message = "this is no policy document"
    if isinstance(document, str):
        try:
            json.loads(document)
        except json.JSONDecodeError as error:
            message = f"this text is no JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    return Violation("V49", option, message, "give a dictionary, or its JSON text; {} is for none")


def _members(document: Statement, option: str) -> Iterator[Violation]:
    for name in document:
        if name not in DOCUMENT_ORDER:
            yield _unknown(f"{option}.{name}", str(name), DOCUMENT_ORDER)


def _unknown(path: str, name: str, known: tuple[str, ...]) -> Violation:
    meant = meant_by(name, known)
    hint = f"did you mean {meant}?" if meant else f"there are {', '.join(known)}"
    return Violation("V49", path, f"a policy has no member '{name}'", hint)


def _statement(statement: Statement, path: str, stream: bool) -> Iterator[Violation]:
    for name in statement:
        if name not in STATEMENT_ORDER:
            yield _unknown(f"{path}.{name}", str(name), STATEMENT_ORDER)
    if effect(statement) not in (ALLOW, DENY):
        yield Violation("V49", f"{path}.Effect", "a statement allows or denies", "use Allow or Deny")
    for names in (PRINCIPALS, ACTIONS, RESOURCES):
        if not {*names} & {*statement}:
            yield Violation("V49", f"{path}.{names[0]}", "it is missing", f"give {' or '.join(names)}")
    for name in (*ACTIONS, *RESOURCES):
        if name in statement and not (statement[name] and _texts(statement[name])):
            yield Violation("V49", f"{path}.{name}", "this is neither text nor a list of texts", "give texts")
    condition = statement.get("Condition", {})
    if not (isinstance(condition, dict) and all(isinstance(keys, dict) for keys in condition.values())):
        hint = 'write it as {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}'
        yield Violation("V49", f"{path}.Condition", "this is no condition", hint)
    yield from _principals(statement, path)
    alien = [name for name in OF_STREAMS if name in listed(statement.get("Action"))]
    if alien and not stream:
        hint = "put the statement into stream_resource_policy"
        yield Violation("V49", f"{path}.Action", f"{', '.join(alien)} is of streams, and this is of the table", hint)


def _texts(value: t.Any) -> bool:
    return all(isinstance(each, str) for each in listed(value))


def _principals(statement: Statement, path: str) -> Iterator[Violation]:
    """Judge by V49 what is no principal, by V79 an account without its kind, and what everybody may do."""
    for name in PRINCIPALS:
        value, place = statement.get(name, {}), f"{path}.{name}"
        if isinstance(value, dict):
            wrong = [kind for kind, names in value.items() if not (names and _texts(names))]
            hint = "give texts; put the number of an account in quotes, or YAML reads it as a number"
            yield from (Violation("V49", f"{place}.{kind}", "this names no principal", hint) for kind in wrong)
        elif value != ANYBODY:
            hint = 'write {"AWS": "123456789012"} for an account, or "*" for everybody'
            yield Violation("V79", place, "AWS refuses a principal without its kind", hint)
    if effect(statement) == ALLOW and ANYBODY in named(statement) and not statement.get("Condition"):
        hint = "name the accounts, roles or users, or give a Condition"
        yield Violation("V79", f"{path}.Principal", "it allows everybody, which AWS refuses", hint)


def doubtful(document: t.Any, option: str) -> Iterator[str]:
    """Return what is allowed, and rarely meant."""
    found = statements(document)
    if any(effect(each) == ALLOW and ANYBODY in named(each) for each in found):
        yield f"{option}: it allows everybody who meets the condition, in any account [V79]"
    held = [name for name in NEEDED if denies(document, name)]
    if held:
        told = "and AWS goes on denying it for four minutes after the policy is changed"
        yield f"{option}: it denies {' and '.join(held)} to everybody, to this user as well, {told} [V79]"


def names_nothing(document: t.Any, arn: str) -> list[str]:
    """Return the resources in a document that are no part of what the policy is attached to; they grant nothing."""
    if ACCOUNT in arn:
        return []
    found = (str(each) for part in statements(document) for each in listed(part.get("Resource")))
    return [each for each in dict.fromkeys(found) if not _is_of(each, arn)]


def _is_of(pattern: str, arn: str) -> bool:
    parts = (arn, f"{arn}/index/any")
    if pattern in MEMBERS:
        return True
    return pattern.startswith(f"{arn}/") or any(fnmatch.fnmatchcase(part, pattern) for part in parts)
