# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Documents of Terraform and CloudFormation in whatever form they come, to options of tables."""

from __future__ import annotations

import json
import typing as t

from ..module_utils._migrating import cloudformation, terraform
from ..module_utils._migrating.notes import MigrationError
from ..module_utils._migrating.stack import make_stack
from ._template_yaml import read_template
from ._yaml_text import as_yaml, comment

Options = dict[str, t.Any]
PREFIX = "aws_dynamodb_"
LEFT_OUT = "Not carried over:"
LOOK = "To be looked at:"
TITLE = "Tables as another tool describes them"


class NoTablesError(Exception):
    """What was given cannot be read."""


def from_terraform(value: t.Any) -> Options:
    """Return the tables of one state or plan, or of a list of them."""
    several = list(value) if isinstance(value, (list, tuple)) else [value]

    def read() -> Options:
        return terraform.from_terraform([_from_json(each) for each in several]).result()

    return _guarded(read)


def from_cloudformation(value: t.Any, **facts: t.Any) -> Options:
    """Return the tables of one template; ``facts`` are what is known of its stack."""

    def read() -> Options:
        return cloudformation.from_cloudformation(_from_text(value), make_stack(**facts)).result()

    return _guarded(read)


def _guarded(read: t.Callable[[], Options]) -> Options:
    try:
        return read()
    except MigrationError as error:
        raise NoTablesError(str(error)) from error
    except RecursionError as error:
        raise NoTablesError("this is nested too deeply") from error


def _from_json(value: t.Any) -> t.Any:
    if not isinstance(value, str):
        return value
    try:
        # Some shells write a byte order mark.
        return json.loads(value.removeprefix("\ufeff"))
    except ValueError as error:
        raise MigrationError(f"this is no JSON, {error}: {terraform.WANTED}") from error


def _from_text(value: t.Any) -> t.Any:
    if not isinstance(value, str):
        return value
    if value.lstrip("\ufeff \t\r\n").startswith("{"):
        try:
            return json.loads(value.removeprefix("\ufeff"))
        except ValueError:
            # YAML may begin so too, and tells more of what is wrong.
            pass
    documents = read_template(value)
    faults = [f"line {fault.line}: {fault.message}; {fault.hint}" for each in documents for fault in each.faults]
    if faults or len(documents) != 1:
        raise MigrationError("; ".join(faults) or f"this is to be one template, not {len(documents)}")
    return documents[0].value


def summary(found: Options) -> str:
    """Return a line for those who do not look at what was left out, empty if nothing was."""
    left = found["left_out"]
    if not left:
        return ""
    first = f"{left[0]['path']}: {left[0]['message']}"
    more = f", and {len(left) - 1} more" if len(left) > 1 else ""
    return f"not carried over: {first}{more}. See left_out of the result."


def is_migrated(value: t.Any) -> bool:
    """Tell what one of these filters has returned."""
    return isinstance(value, t.Mapping) and {"tables", "by_region", "left_out", "warnings"} <= {*value}


def migrated_variables(value: t.Mapping[str, t.Any], tags: t.Any = None) -> str:
    """Return the variables of the role, with comments on what was left out."""
    wanted = {str(key): str(each) for key, each in (tags or {}).items()}
    if len(value["by_region"]) > 1:
        regions = ", ".join(each["region"] or "an unknown one" for each in value["by_region"])
        raise NoTablesError(
            f"the tables are of several regions, {regions}, and a file with variables of the role has one"
        )
    tables = [each for each in value["tables"] if wanted.items() <= {**each.get("tags", {})}.items()]
    region = str(value.get("region") or "")
    head = comment(f"{TITLE}, in {region}." if region else f"{TITLE}.", *_notes(value, ""))
    variables = as_yaml({f"{PREFIX}region": region}) if region else ""
    items = [
        comment(*_notes(value, each["name"]), indent=2) + as_yaml([each], variables=True, indent=2) for each in tables
    ]
    return f"---\n{head}{variables}{PREFIX}tables:" + ("\n" + "".join(items) if items else " []\n")


def _notes(value: t.Mapping[str, t.Any], table: str) -> t.Iterator[str]:
    for head, notes in ((LEFT_OUT, value["left_out"]), (LOOK, value["warnings"])):
        lines = [f"- {note['path']}: {note['message']}; {note['hint']}" for note in notes if note["table"] == table]
        if lines:
            yield head
            yield from lines
