# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinesis destinations through the ways in: the role, its list, text, templates, loops, manifests, adopting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import PlaybookRunner
from ansible_collections.planton.dynamodb.tests.integration.support.role import ROLE, facts, prefixed
from ansible_collections.planton.dynamodb.tests.integration.support.strangers import ADOPT, PLAN, TABLE, failure

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)

OPTION, PRECISION = "kinesis_streaming_destinations", "approximate_creation_date_time_precision"
ORDERS, AUDIT = (f"arn:aws:kinesis:eu-central-1:123456789012:stream/{name}" for name in ("orders", "audit"))
ENABLE, DISABLE, UPDATE = (f"{verb}KinesisStreamingDestination" for verb in ("Enable", "Disable", "Update"))


def to(arn: str, **more: str) -> list[dict[str, str]]:
    return [{"stream_arn": arn, **more}]


def orders(**more: Any) -> dict[str, Any]:
    return prefixed(name="orders", **TABLE, **more)


def test_the_five_through_the_role(playbook: PlaybookRunner) -> None:
    """Created, unchanged, changed, in check mode, and refused."""
    wanted = orders(**{OPTION: to(ORDERS)})
    planned = playbook(ROLE, wanted, check=True)
    assert planned.changed and not planned.writes
    made = playbook(ROLE, wanted)
    assert made.writes == ["CreateTable", ENABLE]
    assert facts(made)["outputs"]["kinesis_stream_arns"] == [ORDERS]
    assert facts(made)["results"]["orders"]["plan"]["id"] == facts(planned)["results"]["orders"]["plan"]["id"]
    again = playbook(ROLE, wanted)
    assert not again.changed and not again.writes
    assert playbook(ROLE, orders(**{OPTION: to(ORDERS, **{PRECISION: "MICROSECOND"})})).writes == [UPDATE]
    assert playbook(ROLE, orders(**{OPTION: to(AUDIT)})).writes == [DISABLE, ENABLE]
    wrong = playbook(ROLE, orders(**{OPTION: to("audit")}), code=2)
    assert f"- aws_dynamodb_{OPTION}[0].stream_arn: " in failure(wrong) and "[V52]" in failure(wrong)
    assert playbook(ROLE, orders(**{OPTION: []})).writes == [DISABLE]
    assert not playbook(ROLE, orders(**{OPTION: []})).writes


GIVEN: dict[str, Any] = {
    "json": json.dumps(to(ORDERS)),
    "yaml": f"- stream_arn: {ORDERS}\n  {PRECISION}: ''\n",
    "template": "{{ destinations }}",
    "template_inside": to("{{ arn }}", **{PRECISION: "{{ unit | default(omit) }}"}),
    "blank_unit": to("{{ arn }}", **{PRECISION: ""}),
}


def test_values_as_people_give_them(playbook: PlaybookRunner) -> None:
    tables = [{"name": name, OPTION: value} for name, value in GIVEN.items()]
    words = {"destinations": to(ORDERS), "arn": ORDERS}
    run = playbook(ROLE, {**prefixed(tables=tables, table_defaults=TABLE), **words})
    found = {name: each["outputs"]["kinesis_stream_arns"] for name, each in facts(run)["results"].items()}
    assert found == {name: [ORDERS] for name in GIVEN}


def test_a_blank_is_left_out(playbook: PlaybookRunner) -> None:
    blanks = {"empty": "", "blanks": "  ", "null": None}
    tables = [{"name": f"with_{name}"} for name in blanks]
    playbook(ROLE, prefixed(tables=tables, table_defaults={**TABLE, OPTION: to(ORDERS)}))
    tables = [{"name": f"with_{name}", OPTION: blank} for name, blank in blanks.items()]
    run = playbook(ROLE, prefixed(tables=tables, table_defaults=TABLE))
    assert not run.writes and all(each["converged"] for each in facts(run)["results"].values())


WRONG: list[tuple[Any, str]] = [
    ("orders", f"{OPTION}[0]: this is to be a dictionary, not orders"),
    (to(ORDERS)[0], f"{OPTION}: this is to be a list of dictionaries"),
    ([{"streamm_arn": ORDERS}], "did you mean stream_arn?"),
    (to(ORDERS, precison="MICROSECOND"), f"{OPTION}[0].precison: there is no such option"),
    ([{PRECISION: "MICROSECOND"}], "stream_arn"),
]


def test_what_is_wrong_is_told_where_it_was_written(playbook: PlaybookRunner) -> None:
    tables = [{"name": f"table_{number}", OPTION: value} for number, (value, _told) in enumerate(WRONG)]
    run = playbook(ROLE, prefixed(tables=tables, table_defaults=TABLE), code=2)
    missing = [told for _value, told in WRONG if told not in failure(run)]
    assert missing == [] and run.calls == [], failure(run)
    run = playbook(ROLE, orders(kinesis_streaming_destination=to(ORDERS)), code=2)
    assert f"did you mean aws_dynamodb_{OPTION}?" in failure(run) and run.calls == []
    run = playbook(ROLE, orders(**{OPTION: to("{{ nobody }}")}), code=2)
    assert "nobody" in failure(run) and run.calls == []
    run = playbook(ROLE, orders(**{OPTION: to(ORDERS, **{PRECISION: "SECOND"})}), code=2)
    assert f"- aws_dynamodb_{OPTION}[0].{PRECISION}: 'SECOND' is" in failure(run) and run.calls == []


def test_a_list_of_tables_over_their_defaults(playbook: PlaybookRunner) -> None:
    defaults = {**TABLE, OPTION: to(ORDERS)}
    tables = [{"name": "orders"}, {"name": "carts", OPTION: []}, {"name": "users", OPTION: json.dumps(to(AUDIT))}]
    run = playbook(ROLE, prefixed(tables=tables, table_defaults=defaults))
    arns = {name: each["outputs"]["kinesis_stream_arns"] for name, each in facts(run)["results"].items()}
    assert arns == {"orders": [ORDERS], "carts": [], "users": [AUDIT]}
    wrong = prefixed(tables=[{"name": "orders", OPTION: to("x")}], table_defaults={**TABLE})
    assert f"- aws_dynamodb_tables[0].{OPTION}[0].stream_arn: " in failure(playbook(ROLE, wrong, code=2))


def test_the_loop_of_somebody(playbook: PlaybookRunner) -> None:
    options = {"name": "{{ item.name }}", **TABLE, OPTION: "{{ item.streams }}"}
    loop = [{"name": "orders", "streams": to(ORDERS)}, {"name": "carts", "streams": []}]
    task = {"name": "Make", "planton.dynamodb.dynamodb_table": options, "loop": loop}
    run = playbook([task])
    assert sorted(run.writes) == ["CreateTable", "CreateTable", ENABLE]
    assert playbook([task]).writes == []


MANIFEST = {
    "apiVersion": "aws.planton.dev/v1alpha1",
    "kind": "AwsDynamodb",
    "metadata": {"name": "orders"},
    "spec": {
        "region": "eu-central-1",
        "billingMode": "PAY_PER_REQUEST",
        "attributeDefinitions": [{"name": "id", "type": "S"}],
        "keySchema": [{"attributeName": "id", "keyType": "HASH"}],
    },
}


def test_manifests_have_one_and_leave_it_alone_where_they_have_none(playbook: PlaybookRunner) -> None:
    field = {"streamArn": {"value": ORDERS}, "approximateCreationDateTimePrecision": "MICROSECOND"}
    feeding = {**MANIFEST, "spec": {**MANIFEST["spec"], "kinesisStreamingDestination": field}}  # type: ignore[dict-item]
    told = "A manifest without kinesisStreamingDestination leaves the Kinesis destination of its table as it is"
    made = playbook(ROLE, prefixed(manifests=[feeding]))
    assert ENABLE in made.writes and told not in made.output
    left = playbook(ROLE, prefixed(manifests=[MANIFEST]))
    assert left.writes == [] and told in left.output.replace("\n", " ")
    gone = playbook(ROLE, prefixed(manifests=[MANIFEST], table_defaults={OPTION: []}))
    assert gone.writes == [DISABLE]


def test_adopting_writes_it(playbook: PlaybookRunner, tmp_path: Path) -> None:
    playbook(ROLE, orders(**{OPTION: to(ORDERS, **{PRECISION: "MICROSECOND"})}))
    for form in ("variables", "manifests"):
        place = tmp_path / form
        playbook(ADOPT, prefixed(adopt_directory=str(place), adopt_formats=[form], adopt_generation="G5"))
        (file,) = [path for path in place.rglob("*") if path.is_file()]
        assert ORDERS in file.read_text() and "MICROSECOND" in file.read_text()
        assert yaml.safe_load(file.read_text())


def test_a_plan_shows_what_it_does(playbook: PlaybookRunner) -> None:
    playbook(ROLE, orders(**{OPTION: to(ORDERS)}))
    run = playbook(PLAN, orders(**{OPTION: to(AUDIT)}))
    assert "disable Kinesis stream orders as destination" in run.output
    assert "DESTRUCTIVE" in run.output and run.writes == []
