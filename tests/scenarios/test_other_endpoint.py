# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way to another endpoint: nothing without a yes, and nothing left behind, however the run ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import ACCESS_KEY
from ansible_collections.planton.dynamodb.tests.scenarios.support.endpoint import (
    Sweep,
    WrongEnvironmentError,
    endpoint,
    left_out,
)
from ansible_collections.planton.dynamodb.tests.scenarios.support.estimate import estimate, units
from ansible_collections.planton.dynamodb.tests.scenarios.support.reading import described
from ansible_collections.planton.dynamodb.tests.scenarios.support.scenarios import scenarios
from ansible_collections.planton.dynamodb.tests.scenarios.support.subjects import AT_ONCE, Subject, local
from devkit.engines import Engine

ROOT = Path(__file__).resolve().parents[2]
MATRIX = "tests/scenarios/test_matrix.py"
PREFIX = "planton-scenario-try-"
BYSTANDER = "orders-of-somebody-else"
KEYS = {
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}
SCENARIOS = {scenario.id: scenario for scenario in scenarios()}

pytestmark = pytest.mark.skipif("SCENARIO_ENDPOINT" in os.environ, reason="these tests start such runs themselves")


@pytest.fixture
def elsewhere(_local: Callable[[str], Engine]) -> Iterator[Subject]:
    """An engine that plays the other endpoint, with a table that is none of our business."""
    subject = local("moto", _local("moto").url)
    subject.client.create_table(TableName=BYSTANDER, **KEYS)
    yield subject
    assert described(subject.client, BYSTANDER)
    subject.client.delete_table(TableName=BYSTANDER)


def started(subject: Subject, words: str, **more: str) -> subprocess.Popen[str]:
    """A run of its own on that endpoint."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "PYTEST_"))}
    variables = {"SCENARIO_ENDPOINT": str(subject.url), "SCENARIO_PREFIX": PREFIX, "SCENARIO_PATIENCE": "60"}
    command = [sys.executable, "-m", "pytest", "-q", MATRIX, "-k", words]
    environ = {**environ, **variables, **more}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Whatever runs in the background has SIGINT ignored, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    output, _errors = process.communicate(timeout=120)
    return process.returncode, output


def left(subject: Subject) -> list[str]:
    return Sweep(subject.client, PREFIX, AT_ONCE).tables()


def test_nothing_is_done_without_a_yes(elsewhere: Subject) -> None:
    code, output = ended(started(elsewhere, "names_in_order or provisioned_again"))
    assert code == 7, output
    assert f"2 scenarios on {elsewhere.url} in eu-central-1" in output
    assert (
        "2 read units x $0.00013 + 1 write units" in output
        and "SCENARIO_CONFIRM=yes is not set: nothing was done" in output
    )
    assert left(elsewhere) == []


def test_a_run_that_fails_cleans_up(elsewhere: Subject) -> None:
    words = "names_in_order or protected_from_the_start or protected_later"
    code, output = ended(started(elsewhere, words, SCENARIO_CONFIRM="yes", SCENARIO_PATIENCE="1"))
    # moto lists names in another order and refuses the deletion in other words; protection stays on.
    assert code == 1 and "2 failed, 1 passed" in output, output
    assert "recorded of other: as the service" in output
    assert "Clean-up: nothing is left" in output
    assert left(elsewhere) == []


def test_tables_that_it_did_not_make_are_left_alone(elsewhere: Subject) -> None:
    name = f"{PREFIX}of-somebody-else"
    elsewhere.client.create_table(TableName=name, **KEYS)
    code, output = ended(started(elsewhere, "protected_later", SCENARIO_CONFIRM="yes"))
    assert code == 6 and f"There are tables that this run did not make: {name}. Nothing was done" in output
    assert left(elsewhere) == [name]
    code, output = ended(started(elsewhere, "protected_later", SCENARIO_CONFIRM="yes", SCENARIO_LEFTOVERS="delete"))
    assert "Clean-up: nothing is left" in output and left(elsewhere) == []


def scenarios_command(subject: Subject, words: str, *more: str) -> subprocess.Popen[str]:
    """What somebody with an account would start."""
    command = [sys.executable, str(ROOT / "scripts" / "devkit"), "scenarios", str(subject.url), "--prefix", PREFIX]
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    return subprocess.Popen(
        [*command, "--only", words, *more], env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def reported(output: str) -> str:
    """The text of the report that the command names, which is removed."""
    report = re.search(r"left out of the report: (\S+\.txt)", output)
    assert report, output
    text = (ROOT / report[1]).read_text()
    (ROOT / report[1]).unlink()
    return text


def test_one_command_tells_the_cost_runs_and_writes_a_report(elsewhere: Subject) -> None:
    words = "names_in_order or protected_later"
    code, output = ended(scenarios_command(elsewhere, words))
    assert code == 7 and "It costs about $0.00" in output and "To do it, give --confirm." in output
    code, output = ended(scenarios_command(elsewhere, words, "--confirm"))
    assert code == 1 and "Clean-up: nothing is left" in output and left(elsewhere) == []
    text = reported(output)
    assert text.startswith("planton.dynamodb ") and "FAILED tests/scenarios/test_matrix.py::test_scenario[other" in text
    assert "reading/names_in_order" in text and ACCESS_KEY not in text


def test_the_command_cleans_up_when_it_is_ended(elsewhere: Subject) -> None:
    process = scenarios_command(elsewhere, "class_at_creation", "--confirm")
    assert _soon(lambda: left(elsewhere) != []), ended(process)
    process.terminate()
    code, output = ended(process)
    assert code == 2 and "Clean-up: nothing is left" in reported(output) and left(elsewhere) == []


def test_calls_that_would_go_elsewhere_are_refused(elsewhere: Subject) -> None:
    code, output = ended(started(elsewhere, "names_in_order", AWS_ENDPOINT_URL="http://127.0.0.1:1"))
    assert code == 6 and "unset AWS_ENDPOINT_URL: SCENARIO_ENDPOINT alone says where calls go" in output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_run_that_is_interrupted_cleans_up(elsewhere: Subject, number: signal.Signals) -> None:
    # moto never shows the other class, so the run waits when the signal comes.
    process = started(elsewhere, "class_at_creation", SCENARIO_CONFIRM="yes")
    assert _soon(lambda: left(elsewhere) != []), ended(process)
    process.send_signal(number)
    code, output = ended(process)
    assert code == 2 and "Clean-up: nothing is left" in output, output
    assert left(elsewhere) == []


def _soon(so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while not so() and time.monotonic() < deadline:
        time.sleep(0.05)
    return so()


def test_what_cannot_be_deleted_is_named(elsewhere: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"{PREFIX}stays"
    elsewhere.client.create_table(TableName=name, **KEYS)
    sweep = Sweep(elsewhere.client, PREFIX, AT_ONCE)
    with monkeypatch.context() as patch:
        patch.setattr(sweep, "_delete", lambda name: None)
        assert sweep() == [name]
    assert Sweep(elsewhere.client, PREFIX, AT_ONCE)() == []
    assert left(elsewhere) == []


def variables(**more: str) -> dict[str, str]:
    return {"SCENARIO_ENDPOINT": "aws", "AWS_REGION": "us-east-1", **more}


@pytest.mark.parametrize(
    ("environ", "complaint"),
    [
        (variables(SCENARIO_PREFIX="prod-"), "SCENARIO_PREFIX must hold the word 'scenario'"),
        (variables(SCENARIO_PREFIX="scenario" * 6), "at most 40 characters"),
        ({"SCENARIO_ENDPOINT": "aws"}, "needs AWS_REGION"),
    ],
)
def test_variables_that_do_not_go_together(environ: dict[str, str], complaint: str) -> None:
    with pytest.raises(WrongEnvironmentError, match=complaint):
        endpoint(environ)


@pytest.mark.parametrize(
    ("given", "region", "aws"),
    [
        ("aws", "us-east-1", True),
        ("https://dynamodb.eu-central-1.amazonaws.com", "eu-central-1", True),
        ("https://dynamodb-fips.us-west-2.amazonaws.com", "us-west-2", True),
        ("http://127.0.0.1:8000", "us-east-1", False),
    ],
)
def test_which_endpoint_is_meant(given: str, region: str, aws: bool) -> None:
    found = endpoint(variables(SCENARIO_ENDPOINT=given))
    assert found and (found.region, found.aws) == (region, aws)
    assert found.prefix.startswith("planton-scenario-") and not found.confirmed and not found.slow
    assert endpoint({}) is None


@pytest.mark.parametrize(
    ("name", "more", "reason"),
    [
        ("capacity/more_than_a_table_may_have", {}, "on local engines only: an account with a raised quota"),
        ("index_changes/rebuilt", {}, "SCENARIO_SLOW=yes is not set"),
        ("index_changes/rebuilt", {"SCENARIO_SLOW": "yes"}, None),
        ("encryption/key_by_arn", {}, "SCENARIO_KMS_KEY, the ARN of a customer managed key, is not set"),
        ("encryption/key_by_arn", {"SCENARIO_KMS_KEY": "arn:aws:kms:us-east-1:1:key/2"}, None),
        ("transitions/created", {}, None),
    ],
)
def test_what_is_left_out_there(name: str, more: dict[str, str], reason: str | None) -> None:
    found = endpoint(variables(**more))
    told: Any = left_out(SCENARIOS[name], found) if found else ""
    assert told is None if reason is None else reason in told


def test_the_estimate_counts_what_is_carried_out() -> None:
    found = endpoint(variables())
    assert found
    chosen = [SCENARIOS["capacity/changed"], SCENARIOS["capacity/units_on_demand"], SCENARIOS["life/deleted"]]
    assert units(step for step in chosen[0].steps) == (2 + 4, 1 + 2)
    lines = "\n".join(estimate(found, chosen, 7))
    assert "3 scenarios on AWS in us-east-1, 7 left out" in lines
    assert "2 tables, 1 of them provisioned, and 0 global indexes" in lines
    assert (
        "6 read units x $0.00013 + 3 write units x $0.00065, if each is paid for an hour: $0.00" in lines
        and "No quota is used up." in lines
    )


def test_what_costs_more_than_units_is_in_the_estimate() -> None:
    found = endpoint(variables(SCENARIO_SLOW="yes"))
    assert found
    everything = [scenario for scenario in SCENARIOS.values() if left_out(scenario, found) is None]
    lines = "\n".join(estimate(found, everything, 0))
    # A thousand reads and a thousand writes a second more than a table on demand begins with.
    assert "4,000 writes a second: $0.78" in lines
    assert "contributor insights of 7 tables and indexes x 4 rules x $0.50 a month: for an hour $0.02" in lines
    assert lines.splitlines()[2].startswith("It costs about $0.8")


@pytest.mark.parametrize("page", ["README.md", "tests/scenarios/README.md"])
def test_pages_say_what_the_estimate_says(page: str) -> None:
    """A scenario that is added changes what a run costs, and the pages name figures."""
    found = endpoint(variables())
    assert found
    chosen = [scenario for scenario in SCENARIOS.values() if left_out(scenario, found) is None]
    lines = "\n".join(estimate(found, chosen, 0))
    text = " ".join((ROOT / page).read_text().replace("$", "").split())
    read, write = re.findall(r"(\d+) (?:read|write) units", lines)
    cost = re.search(r"costs about \$(\d+\.\d\d)", lines)
    assert cost and cost[1] in text
    assert f"{read} read units x 0.00013" in text and f"{write} write units x 0.00065" in text
    assert page != "README.md" or f"for {len(chosen)} scenarios" in text
