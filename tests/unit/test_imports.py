# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run that finds nothing to do imports: Ansible compiles all of that anew in every task."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.unit.literal import make
from ansible_collections.planton.dynamodb.tests.unit.looking import ASPECTS, Overrides, answers
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel

ROOT = Path(__file__).parents[2]
FOLDERS = {path.parent.name for path in (ROOT / "plugins/module_utils/_settings").glob("*/options.yml")}
Options = dict[str, Any]

STATEMENT = {
    "Effect": "Allow",
    "Principal": {"AWS": "210987654321"},
    "Action": "dynamodb:GetItem",
    "Resource": "*",
}
PLAIN: Options = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "S"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
USUAL: Options = {
    **PLAIN,
    "attribute_definitions": [{"name": "id", "type": "S"}, {"name": "day", "type": "S"}],
    "global_secondary_indexes": [
        {
            "name": "by_day",
            "key_schema": [{"attribute_name": "day", "key_type": "HASH"}],
            "projection": {"type": "ALL"},
        }
    ],
    "stream_enabled": True,
    "stream_view_type": "KEYS_ONLY",
    "ttl": {"enabled": True, "attribute_name": "expires"},
    "tags": {"team": "shop"},
}
EVERYTHING: Options = {
    **USUAL,
    "global_secondary_indexes": [
        {
            **USUAL["global_secondary_indexes"][0],
            "on_demand_throughput": {"max_read_request_units": 50, "max_write_request_units": 5},
            "warm_throughput": {"read_units_per_second": 15000, "write_units_per_second": 6000},
        }
    ],
    "on_demand_throughput": {"max_read_request_units": 100},
    "warm_throughput": {"read_units_per_second": 14000, "write_units_per_second": 5000},
    "vector_indexes": [
        {
            "name": "by_look",
            "vector_attribute": "picture",
            "dimensions": 8,
            "distance_function": "COSINE",
            "search_schema": [{"attribute_name": "day", "type": "HASH"}],
            "projection": {"type": "ALL"},
        }
    ],
    "table_class": "STANDARD_INFREQUENT_ACCESS",
    "server_side_encryption": {"enabled": False},
    "deletion_protection_enabled": True,
    "point_in_time_recovery_enabled": True,
    "contributor_insights_enabled": True,
    "kinesis_streaming_destinations": [{"stream_arn": "arn:aws:kinesis:eu-central-1:123456789012:stream/orders"}],
    "resource_policy": {"Version": "2012-10-17", "Statement": [STATEMENT]},
    "stream_resource_policy": {"Version": "2012-10-17", "Statement": [{**STATEMENT, "Action": "dynamodb:GetRecords"}]},
}
# Before settings were folders, each of these imported 4,879 lines, of all settings. A setting that is neither named nor
# there adds its options and its entry in the catalog, see test_new_setting.py.
MOST = {"plain": (PLAIN, 3350), "usual": (USUAL, 4084), "everything": (EVERYTHING, 6400)}
OPERATIONS = {
    "ttl": "DescribeTimeToLive",
    "recovery": "DescribeContinuousBackups",
    "insights": "ListContributorInsights",
    "kinesis": "DescribeKinesisStreamingDestination",
    "tags": "ListTagsOfResource",
    "resource_policy": "GetResourcePolicy",
    "stream_resource_policy": "GetResourcePolicy of the stream",
}


def imported(options: Options, tree: Path | None = None) -> dict[str, int]:
    """The lines of each file that a run without work imports; ``tree`` has another copy of the collection."""
    found = answers(make(TableModel(), "orders", options), ASPECTS, Overrides())
    assert found
    told = {"DescribeTable": found.table, **{OPERATIONS[name]: found.reads[name] for name in OPERATIONS}}
    module = "ansible_collections.planton.dynamodb.tests.unit.noop"
    command = [sys.executable, "-m", module, json.dumps({"name": "orders", **options}), json.dumps(told, default=str)]
    # Where ansible-test runs this, the checkout is a collection already.
    own = str(ROOT.parents[2]) if ROOT.parts[-3] == "ansible_collections" else os.environ["ANSIBLE_COLLECTIONS_PATH"]
    environ = {**os.environ, "PYTHONPATH": str(tree or own)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", MOST)
def test_a_run_without_work_imports_little(name: str) -> None:
    options, most = MOST[name]
    assert sum(imported(options).values()) <= most


def test_a_setting_that_is_neither_named_nor_there_is_not_imported() -> None:
    folders = {name.split(".")[1] for name in imported(PLAIN) if name.startswith("_settings.") and name.count(".") > 1}
    assert folders == {"capacity", "keys"}


def test_what_makes_calls_is_not_imported() -> None:
    files = imported(EVERYTHING)
    folders = {name.split(".")[1] for name in files if name.startswith("_settings.") and name.count(".") > 1}
    assert folders == FOLDERS - {"local_indexes", "auto_scaling", "settings_replication", "replicas"}
    cold = {"planning", "plannings", "shipped", "executor", "verify", "building", "updates", "refusals", "failure"}
    cold |= {"error_texts", "sdk_errors", "step", "needed", "in_flight", "index_conditions", "throughput_rules"}
    assert not [name for name in files if name.rpartition(".")[2] in cold]
