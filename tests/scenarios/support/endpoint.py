# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One other endpoint, AWS included, as the environment names it, and the clean-up that always runs there."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.exceptions import ClientError

from ...integration.support.playbooks import ACCESS_KEY, CREDENTIALS, REGION
from .changes import Change
from .reading import described
from .scenarios import Scenario
from .subjects import CONFIG, KEY, OTHER, REAL, Patience, Subject

PREFIX = "planton-scenario-"
WORD = "scenario"
# What the SDK reads by itself.
REDIRECTIONS = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_STS")


class WrongEnvironmentError(Exception):
    """Variables that do not go together."""


@dataclass(frozen=True)
class Endpoint:
    """What the variables say; url is None for AWS itself, in the region of the environment."""

    url: str | None
    region: str
    prefix: str
    aws: bool
    confirmed: bool
    leftovers: bool
    slow: bool
    key: str
    patience: float


def endpoint(environ: Mapping[str, str]) -> Endpoint | None:
    """The endpoint that these variables name, if they name one."""
    given = environ.get("SCENARIO_ENDPOINT", "")
    if not given:
        return None
    prefix = environ.get("SCENARIO_PREFIX") or f"{PREFIX}{uuid.uuid4().hex[:6]}-"
    if WORD not in prefix or len(prefix) > 40:
        # Every table with the prefix is deleted in the end.
        raise WrongEnvironmentError(f"SCENARIO_PREFIX must hold the word {WORD!r} and have at most 40 characters")
    aws = given == "aws" or ".amazonaws.com" in given
    if elsewhere := [name for name in REDIRECTIONS if environ.get(name)]:
        # The calls would go there, whatever this run says of them.
        raise WrongEnvironmentError(f"unset {' and '.join(elsewhere)}: SCENARIO_ENDPOINT alone says where calls go")
    return Endpoint(
        url=None if given == "aws" else given,
        region=_region(given, environ, aws),
        prefix=prefix,
        aws=aws,
        confirmed=environ.get("SCENARIO_CONFIRM") == "yes",
        leftovers=environ.get("SCENARIO_LEFTOVERS") == "delete",
        slow=environ.get("SCENARIO_SLOW") == "yes",
        key=environ.get("SCENARIO_KMS_KEY", ""),
        patience=float(environ.get("SCENARIO_PATIENCE", REAL.reading)),
    )


def _region(given: str, environ: Mapping[str, str], aws: bool) -> str:
    in_name = re.search(r"dynamodb[a-z-]*\.([a-z0-9-]+)\.amazonaws\.com", given)
    region = in_name[1] if in_name else environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION")
    if not region and aws:
        raise WrongEnvironmentError("SCENARIO_ENDPOINT=aws needs AWS_REGION")
    return region or REGION


def left_out(scenario: Scenario | Change, found: Endpoint) -> str | None:
    """Why a scenario is not to be tried on the endpoint; None if it is."""
    if isinstance(scenario, Change):
        return "modules run against local engines only, through a recorder"
    if scenario.local:
        return f"on local engines only: {scenario.local}"
    if scenario.slow and not found.slow:
        return "takes minutes: SCENARIO_SLOW=yes is not set"
    if "customer_key" in scenario.needs and not found.key:
        return "SCENARIO_KMS_KEY, the ARN of a customer managed key, is not set"
    return None


@dataclass
class Sweep:
    """Deletes what a run has made: every table with its prefix, and those that it made under other names."""

    client: Any
    prefix: str
    patience: Patience
    # Whether tables that an earlier run with this prefix has left behind are deleted too.
    leftovers: bool = False
    made: set[str] = field(default_factory=set)

    def strangers(self) -> list[str]:
        """The tables with the prefix that were there before the run, and are not its own to delete."""
        return [] if self.leftovers else self.tables()

    def release(self, names: list[str]) -> None:
        """Ask for the deletion of tables that are not wanted any more, without waiting for it."""
        self.made.update(names)
        for name in names:
            self._delete(name)

    def __call__(self) -> list[str]:
        """Delete everything and wait until it is gone; what could not be deleted."""
        waited = 0.0
        while left := self.tables():
            for name in left:
                self._delete(name)
            if waited >= self.patience.settling:
                return self.tables()
            pause = min(15.0, max(0.5, waited / 10))
            self.patience.rest(pause)
            waited += pause
        return []

    def tables(self) -> list[str]:
        """The tables of the run that are there."""
        pages = self.client.get_paginator("list_tables").paginate()
        names = [name for page in pages for name in page["TableNames"]]
        return sorted(name for name in names if name.startswith(self.prefix) or name in self.made)

    def _delete(self, name: str) -> None:
        # Whatever refuses it now is tried again: something may be in flight, or the account be asked too often.
        with contextlib.suppress(ClientError):
            table = described(self.client, name)
            if table and table.get("DeletionProtectionEnabled"):
                self.client.update_table(TableName=name, DeletionProtectionEnabled=False)
            if table and table["TableStatus"] != "DELETING":
                self.client.delete_table(TableName=name)


def connected(found: Endpoint) -> tuple[Subject, Sweep]:
    """The endpoint as an engine, and its clean-up."""
    client = _client(found)
    account = ACCESS_KEY
    if found.aws:
        account = boto3.client("sts", region_name=found.region).get_caller_identity()["Account"]
    patience = Patience(found.patience, REAL.settling, REAL.rest)
    sweep = Sweep(client, found.prefix, patience, found.leftovers)
    subject = Subject(
        OTHER, found.url, client, patience, found.region, account, found.key or KEY, found.prefix, sweep.release
    )
    return subject, sweep


def _client(found: Endpoint) -> Any:
    own = {
        "aws_access_key_id": CREDENTIALS["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    }
    credentials = {} if found.aws else own
    return boto3.client("dynamodb", region_name=found.region, endpoint_url=found.url, config=CONFIG, **credentials)
