# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes one result from the module's answers for each Region; its errors name what the user wrote."""

from __future__ import annotations

import re
import typing as t

from ..module_utils._plan.text import plan_of, plan_text
from ..module_utils._settings.violations import Violation
from ..module_utils._texts.failures import failures_text, violations_text
from ._table_calls import DEFAULTS, ONE_TABLE, Call, Place
from ._variable_names import PREFIX, TABLE

Words = dict[str, t.Any]

ITEM = re.compile(r"tables\[(\d+)\]\.?")
# Options of a run. A manifest cannot have them, so hints name the variable with the defaults instead.
OF_A_RUN = "state|wait|wait_timeout|replacement|force|backup_before_delete"
RUN_OPTION = re.compile(rf"(?<![\w.'])({OF_A_RUN})(?=: )")
# Options of the connection that hints name.
WORDS = "access_key|secret_key|session_token|endpoint_url|aws_ca_bundle|validate_certs|aws_config"
CONNECTION_OPTION = re.compile(rf"(?<![\w.])({WORDS})\b|(?<=give )region\b|(?<=check )(?:region|profile)\b")
# Finds options in texts of errors: as in "force: true", or by a name with an underscore, which is no English word.
OPTION = re.compile(
    rf"(?<![\w.'{{])(?<!its )({'|'.join(TABLE)})(?=: )|(?<![\w.'])(?<!its )({'|'.join(n for n in TABLE if '_' in n)})\b"
)


def outcome(answers: t.Sequence[tuple[Call, Words]]) -> Words:
    """Return the result of all calls.

    ``failure`` is the message if something failed, else empty. ``faults`` has the errors of whole Regions.
    """
    tables: Words = {}
    faults: list[str] = []
    for call, answer in answers:
        if "tables" not in answer:
            faults.append(_fault(call, answer))
        for name, result in answer.get("tables", {}).items():
            tables[name] = as_written(name, result, call)
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
    """Return the failed result for wrong variables, before any call was made."""
    text = faults[0] if len(faults) == 1 else "\n".join([f"{len(faults)} faults:", *(f"- {fault}" for fault in faults)])
    return {"failed": True, "changed": False, "msg": text, "tables": {}, "outputs": {}}


def accumulated(result: Words, earlier: t.Mapping[str, t.Any]) -> Words:
    """Return the result with the tables of earlier calls too; a table of this call replaces an earlier one."""
    return {**result, "tables": {**earlier, **result["tables"]}}


def as_written(name: str, result: Words, call: Call) -> Words:
    """Return the result of a table with paths and texts of errors that name what the user wrote."""
    if not result.get("errors"):
        return {**result, "msg": _of_connection(result["msg"])} if "error" in result and "msg" in result else result
    numbers = [number for number, table in enumerate(call.tables) if table.get("name") == name] or [0]
    errors = [_at_its_place(Violation(**error), call, numbers[0]) for error in result["errors"]]
    written = {**result, "errors": [error._asdict() for error in errors], "msg": violations_text(name, errors)}
    return {**written, "plan": {**result["plan"], "text": plan_text([plan_of(name, written)])}}


def _at_its_place(error: Violation, call: Call, number: int) -> Violation:
    """Return an error with the place that the user wrote; its path or text may refer to another table by number."""
    found = ITEM.match(error.path)
    place = call.places[int(found[1]) if found else number]
    message = ITEM.sub(lambda other: call.places[int(other[1])].of(""), error.message)
    return placed(error._replace(path=ITEM.sub("", error.path, count=1), message=message), place)


def placed(error: Violation, place: Place) -> Violation:
    """Return a violation with the path of its option in the variables."""
    if place.base == ONE_TABLE.base:
        return Violation(error.rule, place.of(error.path or "name"), _texts(error.message), _texts(error.hint))
    if place.manifest:
        return error._replace(path=place.of(error.path), hint=RUN_OPTION.sub(rf"{DEFAULTS}.\1", error.hint))
    return error._replace(path=place.of(error.path))


def _texts(text: str) -> str:
    return OPTION.sub(lambda found: f"{PREFIX}{found[0]}", text)


def _of_connection(text: str) -> str:
    return CONNECTION_OPTION.sub(lambda found: f"{PREFIX}{found[0].removeprefix(PREFIX)}", text)


def _fault(call: Call, answer: Words) -> str:
    where = f"Region {call.region}: " if call.region else ""
    said = [str(answer.get(name) or "").strip() for name in ("module_stderr", "module_stdout")]
    last = next((text.splitlines()[-1] for text in said if text), "")
    return f"{where}{_of_connection(answer.get('msg') or 'the module gave no answer')}" + (f" ({last})" if last else "")


def unanswered(answers: t.Sequence[tuple[Call, Words]]) -> Words:
    """Return, by name, a failed result for each table of a Region without an answer, with the error of the Region."""
    lost = [(call, _fault(call, answer)) for call, answer in answers if "tables" not in answer]
    nothing: Words = {"changed": False, "failed": True, "changes": [], "outputs": {"table_arn": ""}}
    plan: Words = {"id": "", "operations": []}
    faults = {str(table.get("name", "")): fault for call, fault in lost for table in call.tables}
    return {name: {**nothing, "plan": plan, "msg": fault} for name, fault in faults.items()}
