# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines that scenarios are tried on: how each is reached, and how much time it is given."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import ACCESS_KEY, CREDENTIALS, REGION
from botocore.config import Config
from devkit.engines import KINDS

KEY_ID = "11111111-2222-3333-4444-555555555555"
KEY = f"arn:aws:kms:{REGION}:{ACCESS_KEY}:key/{KEY_ID}"
OTHER = "other"
# Errors are seen as they come, and requests go out as they are written, however wrong.
CONFIG = Config(retries={"max_attempts": 0, "mode": "standard"}, parameter_validation=False, tcp_keepalive=True)


def nothing(seconds: float) -> None:
    """The wait for an engine that does everything at once: what it does not show now it never will."""


@dataclass(frozen=True)
class Patience:
    """How many seconds of an engine's time it is looked at again, until something reads right or has settled."""

    reading: float
    settling: float
    rest: Callable[[float], None]


AT_ONCE = Patience(reading=0.0, settling=0.0, rest=nothing)
REAL = Patience(reading=60.0, settling=1800.0, rest=time.sleep)


@dataclass(frozen=True)
class Subject:
    """An engine, and what a scenario needs to know to speak to it."""

    name: str
    url: str | None
    client: Any
    patience: Patience
    region: str = REGION
    account: str = ACCESS_KEY
    key: str = KEY
    prefix: str = ""
    # What becomes of the tables of a scenario that is over; those of a local engine go with the engine.
    release: Callable[[list[str]], None] = lambda names: None

    def arn(self, table: str) -> str:
        """The ARN of a table, which follows from its name."""
        return f"arn:{self.client.meta.partition}:dynamodb:{self.region}:{self.account}:table/{table}"

    def wait(self, until: Callable[[], bool], seconds: float) -> bool:
        """Look until something is so; at least once."""
        waited = 0.0
        while not until():
            if waited >= seconds:
                return False
            pause = max(0.5, waited / 10)
            self.patience.rest(pause)
            waited += pause
        return True


def local_names() -> list[str]:
    """The local engines, the strictest first."""
    return sorted(KINDS, key=lambda name: (name != "strict", name))


def local(name: str, url: str) -> Subject:
    """A local engine that runs."""
    return Subject(name, url, _client(url), _on_its_clock(url) if KINDS[name].clock else AT_ONCE)


@cache
def _client(url: str) -> Any:
    """Making one takes longer than most scenarios."""
    return boto3.client(
        "dynamodb",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=CONFIG,
    )


def _on_its_clock(url: str) -> Patience:
    """The clock of the engine stands still, but for the time that somebody waits; its keys are made beforehand."""
    control(url, "clock", scale=0)
    control(url, "state", keys={KEY_ID: None})

    return Patience(reading=30.0, settling=1800.0, rest=lambda seconds: control(url, "clock", advance=seconds))


def run_at(url: str, scale: float) -> None:
    """The clock of the strict engine runs by itself, so many seconds in a real one."""
    control(url, "clock", scale=scale)


def control(url: str, what: str, **values: Any) -> None:
    """Tell the strict engine something about its time or its world."""
    request = urllib.request.Request(f"{url}/_simulator/{what}", json.dumps(values).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=10):
        pass
