# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The strict engine as a thing of its own: installed into a new environment, and started there without a checkout."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import tomllib
import yaml

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "tests/simulator"
TABLE = {
    "TableName": "orders",
    "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}
HEADERS = {
    "content-type": "application/x-amz-json-1.0",
    "authorization": "AWS4-HMAC-SHA256 Credential=test/20260301/eu-central-1/dynamodb/aws4_request, Signature=0",
}


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console command in an environment that has nothing but the engine and what it needs."""
    home = tmp_path_factory.mktemp("installed")
    # A copy, since a build leaves files beside the sources.
    source = home / "source"
    shutil.copytree(ENGINE, source, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
    subprocess.run([sys.executable, "-m", "venv", home / "venv"], check=True)
    python = home / "venv/bin/python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", source], check=True, timeout=300)
    shutil.rmtree(source)
    return home / "venv/bin/dynamodb-strict"


@contextmanager
def started(command: Path, *options: str) -> Iterator[str]:
    """Run it somewhere else, without the paths of a checkout; its address is the first line it prints."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with subprocess.Popen(
        [command, *options], cwd=command.parent, env=environ, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def sent(url: str, operation: str, body: Any) -> Any:
    """One call of the service."""
    headers = {**HEADERS, "x-amz-target": f"DynamoDB_20120810.{operation}"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def test_it_starts_without_a_checkout(command: Path) -> None:
    """It answers as the service, and its clock can be moved."""
    with started(command, "--scale", "0") as url:
        assert sent(url, "CreateTable", TABLE)["TableDescription"]["TableStatus"] == "CREATING"
        advance = urllib.request.Request(f"{url}/_simulator/clock", b'{"advance": 60}')
        urllib.request.urlopen(advance, timeout=10).close()
        assert sent(url, "DescribeTable", {"TableName": "orders"})["Table"]["TableStatus"] == "ACTIVE"


def test_it_brings_what_it_holds(command: Path) -> None:
    """The table of findings comes along."""
    [table] = command.parents[1].glob("lib/python*/site-packages/dynamodb_strict/findings/others.yml")
    assert "DDB-BACKUP-001" in yaml.safe_load(table.read_text(encoding="utf-8"))


def test_its_version_is_that_of_the_collection() -> None:
    """They are released together."""
    project = tomllib.loads((ENGINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == str(yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"])


def test_it_needs_nothing_of_the_collection() -> None:
    """It imports the standard library, botocore and for one extra boto3, and itself by relative names."""
    for file in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                named.append(node.module or "")
            for name in named:
                assert name.partition(".")[0] in {*sys.stdlib_module_names, "botocore", "boto3"}, (file, name)
