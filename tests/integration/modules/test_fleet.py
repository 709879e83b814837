# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""dynamodb_tables as a process: results, what one bad table leaves of the others, runs that are killed, progress."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.filter.from_terraform import from_terraform
from ansible_collections.planton.dynamodb.tests.integration.support.modules import ModuleRun
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder
from ansible_collections.planton.dynamodb.tests.integration.support.specs import INDEXED, ON_DEMAND, Options
from ansible_collections.planton.dynamodb.tests.integration.support.tables import Tables, assert_well_formed
from devkit.engines import Engine
from devkit.environments import ROOT

FULL: Options = {
    **INDEXED,
    "stream_enabled": True,
    "stream_view_type": "NEW_IMAGE",
    "ttl": {"enabled": True, "attribute_name": "until"},
    "point_in_time_recovery_enabled": True,
    "contributor_insights_enabled": True,
    "table_class": "STANDARD",
    "deletion_protection_enabled": False,
    "tags": {"team": "shop"},
}
Fleet = Callable[..., ModuleRun]
strict = pytest.mark.parametrize("engine", ["strict"], indirect=True)


def named(count: int, **options: Any) -> list[Options]:
    return [{"name": f"table-{number:03}", **(options or ON_DEMAND)} for number in range(count)]


@pytest.fixture
def fleet(table: Tables) -> Fleet:
    """Runs dynamodb_tables, and checks what holds of every result."""

    def run(tables: list[Any], *, check: bool = False, fails: bool = False, **options: Any) -> ModuleRun:
        done = table.run("dynamodb_tables", {"tables": tables, **options}, check)
        assert_well_formed(done, fails)
        results = done["tables"]
        assert done["changed"] == any(result["changed"] for result in results.values())
        assert fails == any(result["failed"] for result in results.values())
        assert all(name in done["msg"] for name, result in results.items() if result["failed"])
        told = [step for result in results.values() for step in result["plan"]["operations"]]
        assert done["plan"]["operations"] == told
        assert not (check and done.writes)
        return done

    return run


def failed(run: ModuleRun) -> list[str]:
    return [name for name, result in run["tables"].items() if result["failed"]]


def changed(run: ModuleRun) -> list[str]:
    return [name for name, result in run["tables"].items() if result["changed"]]


def test_tables_that_stay_as_they_are_return_little(fleet: Fleet) -> None:
    """Unless everything is asked for; a table that changes, is new or is alone returns everything anyway."""
    fleet(tables := named(3, **FULL))
    brief, whole = fleet(tables), fleet(tables, detail="all")
    assert "table-002" in brief["tables"]
    for name, result in whole["tables"].items():
        del result["plan"]["iam_actions"]
        left = {key: value for key, value in result.items() if key not in ("table", "spec")}
        assert brief["tables"][name] == left and result["spec"]["tags"] == {"team": "shop"}
    assert brief["plan"] == whole["plan"] and "dynamodb:ListContributorInsights" in brief["plan"]["iam_actions"]
    # The newest core has the options only where Ansible asks for them.
    named_alone = {"module_args": {"tables": [{"name": name} for name in whole["tables"]]}}
    told = brief.result.get("invocation", named_alone)["module_args"]["tables"]
    assert told == named_alone["module_args"]["tables"]
    mixed = fleet([*tables[:2], {**tables[2], "tags": {"team": "stock"}}, *named(4)[3:]], check=True)
    assert ["spec" in result for result in mixed["tables"].values()] == [False, False, True, True]
    assert "spec" in fleet(tables[:1])["tables"]["table-000"]


def test_planned_made_kept_changed_and_deleted(fleet: Fleet, client: Any) -> None:
    specs = [*named(3), {"name": "other", **INDEXED}]
    planned = fleet(specs, check=True)
    assert planned["changed"] and client.list_tables()["TableNames"] == []
    made = fleet(specs)
    assert made["plan"]["id"] == planned["plan"]["id"] and made["diff"] == planned["diff"]
    assert made["converged"] and len(client.list_tables()["TableNames"]) == 4
    again = fleet(specs)
    assert (again["changed"], again.writes, again["plan"]["summary"]) == (False, [], "4 tables: nothing to do")
    assert again["diff"] == [{"prepared": "4 of 4 tables: no difference\n"}]
    more = fleet([*specs[:3], {"name": "other", "state": "absent"}, {"name": "table-004", **ON_DEMAND}])
    assert changed(more) == ["other", "table-004"]
    assert more["plan"]["summary"] == "2 of 5 tables: 2 operations (1 destructive)"
    assert [entry.get("before_header") for entry in more["diff"]] == ["other", "table-004", None]


def test_a_result_is_that_of_dynamodb_table(fleet: Fleet, table: Tables) -> None:
    made = fleet([{"name": "orders", **ON_DEMAND}])["tables"]["orders"]
    alone = table(**{**ON_DEMAND, "name": "orders"})
    keys = alone.result.keys() - {"invocation"}
    assert made.keys() - {"warnings", "failed"} == keys - {"warnings", "failed"}
    again = fleet([{"name": "orders", **ON_DEMAND}])["tables"]["orders"]
    assert {key: again[key] for key in keys} == {key: alone[key] for key in keys}


@strict
def test_calls_at_rest(fleet: Fleet) -> None:
    """Five a table, and one for those with options of the table itself alone."""
    full, plain = named(5, **FULL), [{"name": f"plain-{number}", **ON_DEMAND} for number in range(5)]
    fleet([*full, *plain])
    again = fleet([*full, *plain])
    by_table = [sum(spec["name"] in json.dumps(call.body) for call in again.calls) for spec in [*full, *plain]]
    # Insights of all of them come with one list.
    assert by_table == [4] * 5 + [1] * 5


@strict
def test_one_bad_specification_in_five_hundred(fleet: Fleet, client: Any) -> None:
    specs = named(500)
    specs[321] = {**specs[321], "billing_mode": "FREE", "table_class": "COLD"}
    run = fleet(specs, fails=True)
    assert failed(run) == ["table-321"] and len(changed(run)) == 499
    assert [(error["table"], error["path"]) for error in run["errors"]] == [
        ("table-321", "tables[321].billing_mode"),
        ("table-321", "tables[321].table_class"),
    ]
    assert run["msg"].startswith("1 of 500 tables failed.\nThe specification of table table-321 cannot be carried out:")
    assert sum(1 for page in client.get_paginator("list_tables").paginate() for _name in page["TableNames"]) == 499
    again = fleet(named(500))
    assert changed(again) == ["table-321"]


@strict
@pytest.mark.parametrize(
    ("item", "path", "text"),
    [
        ({"name": "orders", "bilingmode": "x"}, "tables[1].bilingmode", "no such option"),
        ({"name": "orders", "ttl": {"enabled": True, "attribute": "x"}}, "tables[1].ttl.attribute", "no such option"),
        ({"name": "orders", "ttl": True}, "tables[1].ttl", "this is to be a dictionary, not true"),
        ({"name": "orders", "wait": "perhaps"}, "tables[1]", "wait"),
        ({"state": "absent"}, "tables[1]", "missing required arguments: name"),
        ({"name": "orders", "state": "gone"}, "tables[1]", "value of state must be one of"),
        ({"name": "table-000"}, "tables[1].name", "is named by tables[0] too"),
        ({"name": "arn:aws:dynamodb:eu-central-1:1:table/x"}, "tables[1].name", "3 to 255 characters"),
    ],
)
def test_options_that_cannot_be_meant(item: Options, path: str, text: str, fleet: Fleet) -> None:
    run = fleet([*named(1), item, {"name": "last", **ON_DEMAND}], fails=True)
    (error,) = [error for error in run["errors"] if error["path"] == path]
    assert text in error["message"] and error["hint"]
    # Of two specifications of one table, nobody can tell which is meant.
    assert changed(run) == (["last"] if item.get("name") == "table-000" else ["table-000", "last"])


@strict
def test_names_that_aws_tells_apart(fleet: Fleet) -> None:
    run = fleet([{"name": "orders", **ON_DEMAND}, {"name": "Orders", **ON_DEMAND}])
    assert changed(run) == ["orders", "Orders"] and "differ in case only" in run.warnings


@strict
def test_options_of_the_task(fleet: Fleet) -> None:
    run = fleet(named(2), fails=True, concurrency=0)
    assert run.calls == [] and {error["path"] for error in run["errors"]} == {"concurrency"}
    run = fleet(named(3), fails=True, endpoint_url="nowhere")
    assert failed(run) == ["table-000", "table-001", "table-002"]
    assert run["msg"].count("InvalidEndpoint") == 1
    assert fleet([])["tables"] == {}
    run = fleet([{**spec, "validate_only": True} for spec in named(2)])
    assert run.calls == [] and not run["changed"]
    assert run["plan"]["summary"] == "2 tables: not compared"
    run = fleet([{**ON_DEMAND, "name": "orders", "expected_plan": "0123"}, *named(1)], fails=True)
    assert failed(run) == ["orders"] and changed(run) == ["table-000"]
    assert [error["path"] for error in run["errors"]] == ["tables[0].expected_plan"]


@strict
def test_only_approved_plans(fleet: Fleet) -> None:
    specs = named(3)
    ids = {name: result["plan"]["id"] for name, result in fleet(specs, check=True)["tables"].items()}
    some = {name: ids[name] for name in ("table-000", "table-001")}
    run = fleet(specs, expected_plans={**some, "table-001": "0123"}, fails=True)
    assert changed(run) == ["table-000"] and failed(run) == ["table-001", "table-002"]
    messages = [error["message"] for error in run["errors"]]
    assert "not 0123" in messages[0] and "no plan of this table was approved" in messages[1]
    # What an item says itself goes before it, and what has nothing to do needs no approval.
    last = [*specs[:1], {**specs[1], "expected_plan": ids["table-001"]}]
    assert changed(fleet(last, expected_plans={})) == ["table-001"]


@strict
def test_a_region_of_its_own_is_no_option_of_a_table(fleet: Fleet) -> None:
    """The item is refused with what to do about it, and the others are made."""
    run = fleet([{**ON_DEMAND, "name": "orders", "region": "eu-west-1"}, {**ON_DEMAND, "name": "carts"}], fails=True)
    (error,) = run["errors"]
    assert error["path"] == "tables[0].region" and error["message"] == "there is no such option"
    assert "give the tables of each region to a task of their own" in error["hint"] and "by_region" in error["hint"]
    assert error["hint"] in run["msg"]
    assert failed(run) == ["orders"] and changed(run) == ["carts"]


@strict
def test_what_a_migration_returns_of_several_regions(fleet: Fleet) -> None:
    """``tables`` is refused as a whole, because each of them has its region; ``by_region`` is as it is to be."""
    found = from_terraform((ROOT / "examples" / "migrating" / "terraform.json").read_text(encoding="utf-8"))
    refused = fleet(found["tables"], fails=True)
    assert sorted(failed(refused)) == ["carts", "orders"] and not refused.writes
    assert {error["path"] for error in refused["errors"]} == {"tables[0].region", "tables[1].region"}
    for part in found["by_region"]:
        made = fleet(part["tables"], region=part["region"])
        (name,) = changed(made)
        assert f":{part['region']}:" in made["tables"][name]["outputs"]["table_arn"]
        assert not fleet(part["tables"], region=part["region"])["changed"]


def test_credentials_that_are_refused_are_told_once(fleet: Fleet, recorder: Recorder) -> None:
    recorder.fail("DescribeTable", "UnrecognizedClientException", "The security token is invalid.", times=99)
    run = fleet(named(20), fails=True)
    assert len(failed(run)) == 20 and run["msg"].count("The security token") == 1
    assert run["plan"]["summary"] == "20 tables: not compared"
    assert run["diff"] == [{"prepared": "20 of 20 tables: not compared\n"}]
    assert run.writes == []


@strict
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_half_way(after: bool, fleet: Fleet, table: Tables, recorder: Recorder) -> None:
    specs = named(30, **{**ON_DEMAND, "tags": {"team": "shop"}})
    waited = threading.Event()

    def kill() -> None:
        waited.set()
        table.run.host.kill()

    fleet(specs[:10])
    recorder.drop("CreateTable", after=after, meanwhile=kill)
    run = table.run("dynamodb_tables", {"tables": specs})
    assert (run.code, waited.is_set()) == (-signal.SIGKILL, True)
    again = fleet(specs)
    assert again["converged"]
    fleet_again = fleet(specs)
    assert (fleet_again["changed"], fleet_again.writes) == (False, [])


@strict
def test_progress_of_a_single_table_is_written(table: Tables, tmp_path: Path, recorder: Recorder) -> None:
    """The call that is under way, since when, and nothing of the account's pace."""
    path = tmp_path / "progress.json"
    recorder.fail("CreateTable", "ThrottlingException", "The rate of control plane requests is too high", times=3)
    assert table(progress_file=str(path), **ON_DEMAND)["converged"]
    snapshot = json.loads(path.read_text())
    assert snapshot["total"] == 1 and snapshot["seconds_between_changes"] == 0
    (wait,) = snapshot["waits"].values()
    assert wait["for"].startswith("create the table") and wait["seconds"] >= 0


@strict
def test_progress_is_written(fleet: Fleet, tmp_path: Path, recorder: Recorder, engine: Engine) -> None:
    """Once a second; a place that cannot be written is told and hurts nobody."""
    path, seen = tmp_path / "progress.json", []
    end = threading.Event()

    def watch() -> None:
        while not end.wait(0.05):
            if path.exists():
                seen.append(json.loads(path.read_text()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        recorder.fail("CreateTable", "ThrottlingException", "The rate of control plane requests is too high", times=4)
        fleet(named(8), progress_file=str(path), concurrency=2)
    finally:
        end.set()
        watcher.join()
    assert seen and seen[-1]["total"] == 8
    assert any(snapshot["waits"] for snapshot in seen)
    assert any(snapshot["seconds_between_changes"] for snapshot in seen)
    recorder.fail("CreateTable", "ThrottlingException", "The rate of control plane requests is too high", times=4)
    run = fleet([{"name": f"more-{number}", **ON_DEMAND} for number in range(8)], progress_file="/nowhere/progress")
    assert run["converged"] and "could not be written" in run.warnings
