# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The answers of the module for each region to one result, whose errors name what the user wrote."""

from __future__ import annotations

import re
import typing as t

from ..module_utils._spec.failure_texts import failures_text, violations_text
from ..module_utils._spec.rule_model import Violation
from ._table_calls import ONE_TABLE, Call, Place
from ._variable_names import PREFIX, TABLE

Words = dict[str, t.Any]

ITEM = re.compile(r"^tables\[\d+\]\.?")
# In the texts of errors an option stands as "force: true", or has a name that is no English word.
OPTION = re.compile(
    rf"(?<![\w.'{{])(?<!its )({'|'.join(TABLE)})(?=: )|(?<![\w.'])(?<!its )({'|'.join(n for n in TABLE if '_' in n)})\b"
)


def outcome(answers: t.Sequence[tuple[Call, Words]]) -> Words:
    """Return the result of all calls.

    ``failure`` is the text of what went wrong, or empty. ``faults`` has what kept a whole region from an answer.
    """
    tables: Words = {}
    faults: list[str] = []
    for call, answer in answers:
        if "tables" not in answer:
            faults.append(_fault(call, answer))
        places = dict(zip((str(table.get("name", "")) for table in call.tables), call.places, strict=True))
        for name, result in answer.get("tables", {}).items():
            tables[name] = as_written(name, result, places.get(name, call.places[0]))
    failed = {name: result for name, result in tables.items() if result["failed"]}
    texts = [*([failures_text(failed, len(tables))] if failed else []), *faults]
    return {
        "changed": any(bool(answer.get("changed")) for _call, answer in answers),
        "tables": tables,
        "outputs": next(iter(tables.values()))["outputs"] if len(tables) == 1 else {},
        "faults": faults,
        "failure": "\n".join(texts),
        "diff": [entry for _call, answer in answers for entry in answer.get("diff", ())],
        "warnings": list(dict.fromkeys(text for _call, answer in answers for text in answer.get("warnings", ()))),
    }


def refusal(faults: t.Sequence[str]) -> Words:
    """Return the result of variables that cannot be carried out; no call was made."""
    text = faults[0] if len(faults) == 1 else "\n".join([f"{len(faults)} faults:", *(f"- {fault}" for fault in faults)])
    return {"failed": True, "changed": False, "msg": text, "tables": {}, "outputs": {}}


def accumulated(result: Words, earlier: t.Mapping[str, t.Any]) -> Words:
    """Return a result with the tables of earlier calls beside its own, which go before an earlier one of their name."""
    return {**result, "tables": {**earlier, **result["tables"]}}


def as_written(name: str, result: Words, place: Place) -> Words:
    """Return the result of a table, with errors whose paths and texts name what the user wrote."""
    if not result.get("errors"):
        return result
    errors = [placed(Violation(**error), place) for error in result["errors"]]
    return {**result, "errors": [error._asdict() for error in errors], "msg": violations_text(name, errors)}


def placed(error: Violation, place: Place) -> Violation:
    """Return a violation of a table by its place in the variables."""
    path = ITEM.sub("", error.path)
    if place.base != ONE_TABLE.base:
        return error._replace(path=place.of(path))
    return Violation(error.rule, place.of(path or "name"), _texts(error.message), _texts(error.hint))


def _texts(text: str) -> str:
    return OPTION.sub(lambda found: f"{PREFIX}{found[0]}", text)


def _fault(call: Call, answer: Words) -> str:
    where = f"Region {call.region}: " if call.region else ""
    return f"{where}{answer.get('msg') or 'the module gave no answer'}"
