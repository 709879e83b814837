# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a task of dynamodb_table takes that has nothing to do, beside amazon.aws.aws_caller_info in the same play.

    .venvs/core-2.19/bin/python tests/benchmark/noop_ratio.py [--rounds 20]

The tasks alternate, so that what else the machine does meets all alike. The first round is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import boto3

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))

from devkit.engines import running  # noqa: E402
from devkit.environments import clean_environ  # noqa: E402
from devkit.workspace import linked_tree  # noqa: E402

LIMIT = 1.1
ENGINE = "ministack"  # it holds everything that is set here
ALIAS = "alias/benchmark"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "123456789012",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_REGION": "eu-central-1",
}
CALLER = "amazon.aws.aws_caller_info"
PLAIN: dict[str, Any] = {
    "name": "plain",
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "pk", "type": "S"}],
    "key_schema": [{"attribute_name": "pk", "key_type": "HASH"}],
    "stream_enabled": True,
    "stream_view_type": "NEW_IMAGE",
    "deletion_protection_enabled": False,
}
FULL: dict[str, Any] = {
    **PLAIN,
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "point_in_time_recovery_enabled": True,
    "tags": {"team": "shop"},
    "contributor_insights_enabled": True,
}


def _tasks(key: str) -> dict[str, dict[str, Any]]:
    """The tasks by their names; an alias has to be looked up by a client of another service, an ARN has not."""

    def full(name: str, key: str) -> dict[str, Any]:
        options = {**FULL, "name": name, "server_side_encryption": {"enabled": True, "kms_key_arn": key}}
        return {"planton.dynamodb.dynamodb_table": options}

    return {
        CALLER: {CALLER: {}},
        "table-level options": {"planton.dynamodb.dynamodb_table": PLAIN},
        "everything, key by ARN": full("arn", key),
        "everything, key by alias": full("alias", ALIAS),
    }


def durations(rounds: int) -> dict[str, list[float]]:
    """Run the play; return the seconds of each task by its name."""
    with tempfile.TemporaryDirectory() as directory, linked_tree() as tree, running(ENGINE) as server:
        place = Path(directory)
        tasks = _tasks(_make_key(server.url))
        order = [task for number in range(rounds + 1) for task in _round(tasks, number)]
        play = [{"hosts": "localhost", "gather_facts": False, "tasks": order}]
        place.joinpath("play.yml").write_text(json.dumps(play))
        inventory = f"localhost ansible_connection=local ansible_python_interpreter={sys.executable}\n"
        place.joinpath("inventory").write_text(inventory)
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "inventory", "play.yml"]
        run = subprocess.run(
            command, cwd=place, env=_environ(place, tree, server.url), capture_output=True, text=True, check=False
        )
        if run.returncode:
            raise SystemExit(run.stdout + run.stderr)
        lines = [json.loads(line) for line in place.joinpath("durations").read_text().splitlines()]
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for name, seconds in lines[len(tasks) :]:
        found[name].append(seconds)
    return found


def _make_key(url: str) -> str:
    """Make a key with the alias ALIAS; return its ARN."""
    access, secret, region = CREDENTIALS.values()
    kms = boto3.client(
        "kms", endpoint_url=url, region_name=region, aws_access_key_id=access, aws_secret_access_key=secret
    )
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=key["KeyId"])
    return str(key["Arn"])


def _round(tasks: dict[str, dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """All tasks, each time starting with another."""
    names = list(tasks)
    first = number % len(names)
    return [{"name": name, **tasks[name]} for name in names[first:] + names[:first]]


def _environ(place: Path, tree: Path, url: str) -> dict[str, str]:
    return {
        **clean_environ(),
        **CREDENTIALS,
        "AWS_URL": url,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "ANSIBLE_HOME": str(place / "home"),
        "ANSIBLE_COLLECTIONS_PATH": str(tree),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callbacks"),
        "ANSIBLE_CALLBACKS_ENABLED": "durations",
        "DURATIONS_PATH": str(place / "durations"),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    found = durations(parser.parse_args().rounds)
    base = found[CALLER]
    # Of each round by itself: a busy machine slows its neighbours alike.
    ratios = {
        name: statistics.median(one / other for one, other in zip(seconds, base, strict=True))
        for name, seconds in found.items()
    }
    for name, seconds in found.items():
        spread = f"{min(seconds) * 1000:.0f} to {max(seconds) * 1000:.0f}"
        print(f"{name:28} median {statistics.median(seconds) * 1000:5.0f} ms ({spread}), ratio {ratios[name]:.2f}")
    return 0 if max(ratios.values()) <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
