# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An AWX that awx_setup has set up, once for all tests, and the engine that its jobs work on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.tests.awx.server.app import Awx, serving
from ansible_collections.planton.dynamodb.tests.awx.support.engines import SCALE, Account
from ansible_collections.planton.dynamodb.tests.awx.support.jobs import PLAYBOOKS, Launcher, make_project
from ansible_collections.planton.dynamodb.tests.awx.support.setups import ACCESS_KEY, SECRET_KEY, Setup, set_up
from devkit.engines import running
from devkit.environments import ensure

TABLE = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
PROTECT = {
    "name": "Protect a table",
    "playbook": "converge.yml",
    "survey": [
        {"variable": "aws_dynamodb_name", "required": True},
        {"variable": "aws_dynamodb_deletion_protection_enabled", "default": True},
    ],
    "extra_vars": {"aws_dynamodb_tables": [], "aws_dynamodb_manifests": []},
}
CHANGES = {"plan": {"timeout": 1800}, "protect": PROTECT}
REGIONS = {"shop.eu-central-1": "eu-central-1", "shop.us-east-1": "us-east-1"}


@dataclass
class Made:
    """The AWX, the run of the playbook that made it so, with which variables, and the directory that jobs see."""

    awx: Awx
    run: Setup
    variables: Path
    directory: Path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Set up an AWX."""
    place = tmp_path_factory.mktemp("setup")
    directory = tmp_path_factory.mktemp("exposed")
    variables = place / "awx.json"
    variables.write_text(
        json.dumps(
            {
                "aws_dynamodb_awx_project_url": "https://git.example.com/tables.git",
                "aws_dynamodb_awx_access_key": ACCESS_KEY,
                "aws_dynamodb_awx_secret_key": SECRET_KEY,
                "aws_dynamodb_awx_directory": str(directory),
                "aws_dynamodb_awx_changes": CHANGES,
            }
        )
    )
    with serving([*PLAYBOOKS]) as awx:
        run = set_up(awx, variables, "-vv")
        assert run.code == 0, run.output
        yield Made(awx, run, variables, directory)


@pytest.fixture(scope="session")
def again(made: Made) -> Setup:
    """The same once more."""
    run = set_up(made.awx, made.variables, "-vv")
    assert run.code == 0, run.output
    return run


@pytest.fixture(scope="session")
def account() -> Iterator[Account]:
    """The engine, a minute of it in each second."""
    with running("strict", scale=SCALE) as engine:
        yield Account(engine)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, as AWX has fetched it."""
    return make_project(tmp_path_factory.mktemp("fetched"))


@pytest.fixture
def launch(made: Made, account: Account, prepared: Path, tmp_path: Path) -> Launcher:
    """Launches templates; the account is empty, and the inventory has two tables in each of two regions."""
    account.reset()
    common = {
        "ansible_connection": "local",
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        "aws_dynamodb_endpoint_url": account.url,
        "aws_dynamodb_table_defaults": TABLE,
        "aws_dynamodb_tables": [{"name": "orders"}, {"name": "carts"}],
    }
    hosts = {host: {**common, "aws_dynamodb_region": region} for host, region in REGIONS.items()}
    inventory = {"_meta": {"hostvars": hosts}, "all": {"hosts": [*hosts]}}
    return Launcher(made.awx, ensure("mesh"), prepared, tmp_path, inventory)
