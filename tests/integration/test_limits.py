# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On-demand maximums and warm throughput through the ways in: the role, its list, text, templates, loops, adopting."""

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

LIMIT, WARM = "on_demand_throughput", "warm_throughput"
READS, WRITES = "max_read_request_units", "max_write_request_units"
SMALL = {READS: 40, WRITES: 20}
FAST = {"read_units_per_second": 13_000, "write_units_per_second": 5_000}


def orders(**more: Any) -> dict[str, Any]:
    return prefixed(name="orders", **TABLE, **more)


def test_the_five_of_a_maximum_through_the_role(playbook: PlaybookRunner, client: Any) -> None:
    """Created, unchanged, changed, in check mode, and refused; then without a limit."""
    wanted = orders(**{LIMIT: SMALL})
    planned = playbook(ROLE, wanted, check=True)
    assert planned.changed and not planned.writes
    made = playbook(ROLE, wanted)
    assert made.writes == ["CreateTable"]
    assert facts(made)["results"]["orders"]["plan"]["id"] == facts(planned)["results"]["orders"]["plan"]["id"]
    again = playbook(ROLE, wanted)
    assert not again.changed and not again.writes
    higher = orders(**{LIMIT: {READS: 80}})
    assert playbook(ROLE, higher, check=True).writes == []
    assert playbook(ROLE, higher).writes == ["UpdateTable"]
    found = client.describe_table(TableName="orders")["Table"]["OnDemandThroughput"]
    assert found == {"MaxReadRequestUnits": 80, "MaxWriteRequestUnits": 20}
    wrong = playbook(ROLE, orders(**{LIMIT: {READS: 0}}), code=2)
    assert f"- aws_dynamodb_{LIMIT}.{READS}: 0 is no maximum" in failure(wrong) and "[V33]" in failure(wrong)
    assert wrong.calls == []
    assert playbook(ROLE, orders(**{LIMIT: {READS: -1, WRITES: -1}})).writes == ["UpdateTable"]
    assert "OnDemandThroughput" not in client.describe_table(TableName="orders")["Table"]


def test_the_five_of_warm_throughput_through_the_role(playbook: PlaybookRunner, client: Any) -> None:
    wanted = orders(**{WARM: {"read_units_per_second": 13_000}})
    planned = playbook(ROLE, wanted, check=True)
    assert planned.changed and not planned.writes
    assert playbook(ROLE, wanted).writes == ["CreateTable"]
    again = playbook(ROLE, wanted)
    assert not again.changed and not again.writes
    assert playbook(ROLE, orders(**{WARM: FAST})).writes == ["UpdateTable"]
    found = client.describe_table(TableName="orders")["Table"]["WarmThroughput"]
    assert (found["ReadUnitsPerSecond"], found["WriteUnitsPerSecond"]) == (13_000, 5_000)
    less = playbook(ROLE, orders(**{WARM: {"read_units_per_second": 1}}))
    assert not less.changed and not less.writes
    wrong = playbook(ROLE, orders(**{WARM: {"read_units_per_second": 0}}), code=2)
    assert f"- aws_dynamodb_{WARM}.read_units_per_second: 0 is no warm throughput" in failure(wrong)
    assert "[V35]" in failure(wrong) and wrong.calls == []


def given(value: dict[str, int]) -> dict[str, Any]:
    """The same value as people give it."""
    first = next(iter(value))
    return {
        "json": json.dumps(value),
        "yaml": "".join(f"{name}: {number}\n" for name, number in value.items()),
        "template": "{{ words }}",
        "template_inside": {**value, first: "{{ number }}"},
        "numbers_as_text": {name: str(number) for name, number in value.items()},
    }


@pytest.mark.parametrize(
    ("option", "value", "member"), [(LIMIT, SMALL, "OnDemandThroughput"), (WARM, FAST, "WarmThroughput")], ids=str
)
def test_values_as_people_give_them(
    playbook: PlaybookRunner, client: Any, option: str, value: dict[str, int], member: str
) -> None:
    tables = [{"name": name, option: each} for name, each in given(value).items()]
    words = {"words": value, "number": next(iter(value.values()))}
    playbook(ROLE, {**prefixed(tables=tables, table_defaults=TABLE), **words})
    found = [client.describe_table(TableName=table["name"])["Table"][member] for table in tables]
    assert [list(each.values())[:2] for each in found] == [list(value.values())] * len(tables)
    blanks = ("", "  ", None, "{}", dict.fromkeys(value, ""))
    left = [{"name": table["name"], option: blank} for table, blank in zip(tables, blanks, strict=True)]
    run = playbook(ROLE, prefixed(tables=left, table_defaults=TABLE))
    assert not run.writes and all(each["converged"] for each in facts(run)["results"].values())


WRONG: list[tuple[dict[str, Any], str]] = [
    ({LIMIT: "much"}, f"{LIMIT}: this is to be a dictionary, not 'much'"),
    ({LIMIT: 40}, f"{LIMIT}: this is to be a dictionary, not 40"),
    ({LIMIT: {"max_read_request_unit": 40}}, f"did you mean {READS}?"),
    ({LIMIT: {READS: "many"}}, f"'{READS}' is of type str found in '{LIMIT}'"),
    ({LIMIT: {READS: 4.5}}, f"'{READS}' is of type float found in '{LIMIT}'"),
    ({WARM: {"read_unit_per_second": 13_000}}, "did you mean read_units_per_second?"),
    (
        {WARM: {"write_units_per_second": ["5000"]}},
        "is of type list found in 'warm_throughput'",
    ),
    ({"on_demand_troughput": SMALL}, f"did you mean {LIMIT}?"),
    ({"warm_troughput": FAST}, f"did you mean {WARM}?"),
]


def test_what_is_wrong_is_told_where_it_was_written(playbook: PlaybookRunner) -> None:
    tables = [{"name": f"table_{number}", **value} for number, (value, _told) in enumerate(WRONG)]
    run = playbook(ROLE, prefixed(tables=tables, table_defaults=TABLE), code=2)
    missing = [told for _value, told in WRONG if told not in failure(run)]
    assert missing == [] and run.calls == [], failure(run)
    for option in ("on_demand_troughput", "warm_troughput"):
        run = playbook(ROLE, orders(**{option: {}}), code=2)
        assert f"did you mean aws_dynamodb_{option.replace('trough', 'through')}?" in failure(run)


def test_a_list_of_tables_over_their_defaults(playbook: PlaybookRunner, client: Any) -> None:
    """An item replaces the default as a whole, as with every other option."""
    tables = [{"name": "orders"}, {"name": "carts", LIMIT: {READS: 5}}, {"name": "users", LIMIT: {READS: -1}}]
    run = playbook(ROLE, prefixed(tables=tables, table_defaults={**TABLE, LIMIT: SMALL}))
    assert run.writes == ["CreateTable"] * 3
    found = {
        each["name"]: client.describe_table(TableName=each["name"])["Table"].get("OnDemandThroughput")
        for each in tables
    }
    assert found == {
        "orders": {"MaxReadRequestUnits": 40, "MaxWriteRequestUnits": 20},
        "carts": {"MaxReadRequestUnits": 5},
        "users": None,
    }


def test_the_loop_of_somebody(playbook: PlaybookRunner) -> None:
    options = {"name": "{{ item.name }}", **TABLE, LIMIT: "{{ item.limit }}", WARM: "{{ item.warm | default(omit) }}"}
    loop = [{"name": "orders", "limit": SMALL, "warm": FAST}, {"name": "carts", "limit": {READS: -1}}]
    task = {"name": "Make", "planton.dynamodb.dynamodb_table": options, "loop": loop}
    assert playbook([task]).writes == ["CreateTable", "CreateTable"]
    assert playbook([task]).writes == []


@pytest.mark.parametrize("form", ["variables", "manifests"])
def test_adopting_writes_both(playbook: PlaybookRunner, tmp_path: Path, form: str) -> None:
    playbook(ROLE, orders(**{LIMIT: SMALL, WARM: FAST}))
    place = tmp_path / form
    playbook(ADOPT, prefixed(adopt_directory=str(place), adopt_formats=[form], adopt_generation="G5"))
    (file,) = [path for path in place.rglob("*") if path.is_file()]
    found = yaml.safe_load(file.read_text())
    if form == "variables":
        assert (found[f"aws_dynamodb_{LIMIT}"], found[f"aws_dynamodb_{WARM}"]) == (SMALL, FAST)
        assert not playbook("planton.dynamodb.converge", None, "-e", f"@{file}").writes
    else:
        assert found["spec"]["onDemandThroughput"] == {"maxReadRequestUnits": 40, "maxWriteRequestUnits": 20}
        assert not playbook(ROLE, prefixed(manifests=[found])).writes


def test_a_plan_shows_both(playbook: PlaybookRunner) -> None:
    playbook(ROLE, orders())
    run = playbook(PLAN, orders(**{LIMIT: SMALL, WARM: FAST}))
    assert "limit the table to 40 read and 20 write units" in run.output
    assert "AWS bills it and never lowers it" in " ".join(run.output.split()) and not run.writes
