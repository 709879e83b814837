# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The floor: the bare calls by plain boto3, concurrently, in a process of its own. Its argument is a file with the job.

It is run as a script, and knows nothing of the rest: whatever it imported would count as time of boto3.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
from botocore.config import Config

Chain = list[tuple[str, dict[str, Any]]]


def main(path: str) -> None:
    """Carry out the stages one after the other, the chains of one side by side, the calls of a chain in their order."""
    with open(path, encoding="utf-8") as file:
        job = json.load(file)
    config = Config(max_pool_connections=job["workers"])
    client = boto3.client("dynamodb", endpoint_url=job["url"], config=config)

    def carry_out(chain: Chain) -> None:
        for method, request in chain:
            try:
                getattr(client, method)(**request)
            except client.exceptions.ResourceNotFoundException:
                # A look for a table that is to be created.
                if method != "describe_table":
                    raise

    with ThreadPoolExecutor(job["workers"]) as pool:
        for stage in job["stages"]:
            list(pool.map(carry_out, stage))


if __name__ == "__main__":
    main(sys.argv[1])
