# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases of documents of other tools, with the options that are to come of each."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import Any

from ansible_collections.planton.dynamodb.tests.yaml_files import read_yaml

Words = dict[str, Any]
HERE = Path(__file__).parent
REGION = "eu-central-1"
BASES: Words = read_yaml(HERE / "terraform" / "bases.yml")


@dataclasses.dataclass(frozen=True)
class Case:
    """A document and what is expected of it; what is not said is not compared, apart from what was left out."""

    case: str
    # Of Terraform: resources as they differ from their base, in one document or in several.
    resources: tuple[Words, ...] = ()
    documents: tuple[Any, ...] = ()
    modules: tuple[str, ...] = ()
    plan: bool = False
    # Of CloudFormation: the text of a template, the arguments of the filter, and the calls that CloudFormation makes.
    template: str = ""
    facts: Words = dataclasses.field(default_factory=dict)
    made: tuple[Words, ...] = ()
    tables: tuple[Words, ...] = ()
    region: str | None = None
    left_out: tuple[Any, ...] = ()
    warnings: tuple[Any, ...] | None = ()
    carried_over: tuple[str, ...] | None = None


def cases(tool: str) -> list[Case]:
    """All cases of a tool."""
    files = [path for path in sorted((HERE / tool).glob("*.yml")) if path.name != "bases.yml"]
    return [Case(**words) for path in files for words in read_yaml(path)]


def state(resources: Any, case: Case) -> Words:
    """A document as terraform show -json writes it, of a state or of a plan."""
    module: Words = {"resources": [_resource(each) for each in resources]}
    for address in reversed(case.modules):
        module = {"child_modules": [{**module, "address": address}]}
    values = {"outputs": {}, "root_module": module}
    if case.plan:
        return {"format_version": "1.2", "planned_values": values, "resource_changes": []}
    return {"format_version": "1.0", "terraform_version": "1.9.8", "values": values}


def _resource(words: Words) -> Words:
    kind = words.get("type", "aws_dynamodb_table")
    values = {**BASES.get(kind, {}), **words.get("values", {})}
    return {
        "address": words.get("address", f"{kind}.main"),
        "mode": "managed",
        "type": kind,
        "name": "main",
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "schema_version": 1,
        "values": copy.deepcopy({name: each for name, each in values.items() if name not in words.get("without", ())}),
        "sensitive_values": {},
        **words.get("also", {}),
    }


def compared(case: Case, found: Words, region: str) -> None:
    """Compare what a filter has returned with what the case expects."""
    assert found["tables"] == [*case.tables]
    assert found["region"] == (region if case.region is None else case.region)
    told("left_out", found, case.left_out)
    if case.warnings is not None:
        told("warnings", found, case.warnings)
    if case.carried_over is not None:
        assert found["carried_over"] == [*case.carried_over]
    # The order of options is part of what is written to files.
    for table, wanted in zip(found["tables"], case.tables, strict=True):
        assert [*table][:1] == ["name"] and len(table) == len(wanted)


def told(kind: str, found: Words, wanted: Any) -> None:
    """Compare notes: table and path are exact, of the message the beginning is given."""
    notes = [(note["table"], note["path"], note["message"]) for note in found[kind]]
    assert [note[:2] for note in notes] == [tuple(each[:2]) for each in wanted], notes
    for note, each in zip(notes, wanted, strict=True):
        assert each[2] in note[2], note
    assert all(note["hint"] for note in found[kind])
