# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""examples/fleet, run as it stands: six targets in four accounts, by way of profiles and of role sessions."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from dateutil.rrule import rrulestr
from devkit.engines import Engine, running
from devkit.environments import ROOT

FLEET = ROOT / "examples" / "fleet"
INVENTORY = FLEET / "inventory" / "hosts.yml"
SECONDS = 180

# One identity, in a file as a person has it, from which a role in each account is assumed.
PROFILES = """\
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = not-a-real-secret-7f3a
[profile shop-prod]
role_arn = arn:aws:iam::111111111111:role/dynamodb-fleet
source_profile = default
[profile shop-test]
role_arn = arn:aws:iam::222222222222:role/dynamodb-fleet
source_profile = default
"""
EXPECTED = {
    ("111111111111", "eu-central-1"): ["shop-carts", "shop-orders"],
    ("111111111111", "us-east-1"): ["shop-carts", "shop-orders", "us-tax-rates"],
    ("222222222222", "eu-central-1"): ["shop-carts", "shop-orders"],
    ("333333333333", "eu-central-1"): ["ledger-entries"],
    ("333333333333", "us-east-1"): ["ledger-entries", "us-tax-rates"],
    ("444444444444", "eu-central-1"): ["ledger-entries"],
}
PRODUCTION = {"111111111111", "333333333333"}
# moto begins the token of each role session with this.
TOKEN = "FQoGZXIvYXdzEBYaD"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """The one engine that has accounts and sessions of roles in them."""
    with running("moto") as engine:
        yield engine


def _environ(place: Path, engine: Engine) -> dict[str, str]:
    config = place / "config"
    config.write_text(PROFILES)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    return {
        **kept,
        "AWS_CONFIG_FILE": str(config),
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": engine.url,
        "ANSIBLE_HOME": str(place / "home"),
        "ANSIBLE_NOCOLOR": "1",
    }


def _run(tool: str, *arguments: str, environ: dict[str, str] | None = None) -> str:
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _converge(environ: dict[str, str], *more: str) -> str:
    wanted = ["-i", str(INVENTORY), str(FLEET / "converge.yml"), "-e", "aws_dynamodb_hosts=all", *more]
    return _run("ansible-playbook", *wanted, environ=environ)


def _changed(output: str) -> dict[str, int]:
    """The recap: how many tasks changed something for each host."""
    return {host: int(count) for host, count in re.findall(r"^(\S+) +: ok=.* changed=(\d+) ", output, re.M)}


def _client(engine: Engine, account: str, region: str) -> Any:
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "not-a-real-secret-7f3a"}
    sts = boto3.client("sts", endpoint_url=engine.url, region_name=region, **keys)
    role = f"arn:aws:iam::{account}:role/dynamodb-fleet"
    session = sts.assume_role(RoleArn=role, RoleSessionName="look")["Credentials"]
    assert session["SessionToken"].startswith(TOKEN)
    return boto3.client(
        "dynamodb",
        endpoint_url=engine.url,
        region_name=region,
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
    )


def test_the_tables_are_where_they_belong(engine: Engine, tmp_path: Path) -> None:
    environ = _environ(tmp_path, engine)
    first = _converge(environ, "-vvv")
    assert len(_changed(first)) == len(EXPECTED) and set(_changed(first).values()) == {1}
    for (account, region), names in EXPECTED.items():
        client = _client(engine, account, region)
        assert sorted(client.list_tables()["TableNames"]) == names
        for name in names:
            table = client.describe_table(TableName=name)["Table"]
            assert table["TableArn"] == f"arn:aws:dynamodb:{region}:{account}:table/{name}"
            assert table["DeletionProtectionEnabled"] is (account in PRODUCTION)
    # Not even the most talkative run tells the keys of a session.
    assert "shop-carts" in first
    assert TOKEN not in first

    drift = _converge(environ, "--check")
    assert len(_changed(drift)) == len(EXPECTED) and set(_changed(drift).values()) == {0}


def test_each_target_has_one_account_and_one_region() -> None:
    listed = json.loads(_run("ansible-inventory", "-i", str(INVENTORY), "--list"))
    hosts = listed["_meta"]["hostvars"]
    assert len(hosts) == len(EXPECTED)
    groups = {name: group.get("hosts", []) for name, group in listed.items()}
    for host in hosts:
        account, region = host.split(".")
        of = {name for name, members in groups.items() if host in members and name.startswith(("account_", "region_"))}
        assert of == {f"account_{account.replace('-', '_')}", f"region_{region.replace('-', '_')}"}
        assert hosts[host]["aws_dynamodb_region"] == region
        assert ("aws_dynamodb_profile" in hosts[host]) != ("fleet_role_arn" in hosts[host])


def _settings(*modules: str) -> list[tuple[str, dict[str, Any]]]:
    """What each task gives its module, these or all, with the defaults of the play."""
    (play,) = yaml.safe_load((FLEET / "awx.yml").read_text())
    given = [(key, value) for task in play["tasks"] for key, value in task.items() if key.startswith("awx.awx.")]
    return [
        (name, {**play["module_defaults"].get(name, {}), **options})
        for name, options in given
        if not modules or name.rpartition(".")[2] in modules
    ]


def test_the_awx_settings_are_options_that_there_are() -> None:
    """Neither a syntax check nor the linter looks at the names of options."""
    modules = sorted({name for name, _options in _settings()})
    known = json.loads(_run("ansible-doc", "-t", "module", "--json", *modules))
    if not known:
        pytest.skip("this release of the package ansible has no awx.awx any more")
    assert sorted(known) == modules
    for module, given in _settings():
        options = known[module]["doc"]["options"]
        for name, value in given.items():
            assert name in options, f"{module} has no option {name}"
            assert value in options[name].get("choices", [value])


def test_the_awx_settings_fit_the_fleet() -> None:
    converge, drift = (options for _name, options in _settings("job_template"))
    assert (converge["job_type"], drift["job_type"]) == ("run", "check")
    ((_name, source), (_module, schedule)) = _settings("inventory_source", "schedule")
    assert (FLEET / source["source_path"]).samefile(INVENTORY)
    for template in (converge, drift):
        assert (FLEET / template["playbook"]).is_file()
        assert 1 < template["job_slice_count"] <= len(EXPECTED)
        # Without them a limit would leave slices that fail.
        assert template["ask_limit_on_launch"] and template["ask_job_slice_count_on_launch"]
    assert schedule["unified_job_template"] == drift["name"]


def test_drift_is_looked_for_each_day() -> None:
    ((_name, schedule),) = _settings("schedule")
    begins = datetime(2026, 6, 1, tzinfo=timezone.utc)
    days = rrulestr(schedule["rrule"]).between(begins, begins + timedelta(days=7))
    assert len(days) == 7
