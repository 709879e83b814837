# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""One function for each read of AWS. Only this file and ``sending.py`` use the SDK's clients."""

from __future__ import annotations

import functools
import threading
import typing as t

from ansible_collections.amazon.aws.plugins.module_utils.botocore import (
    is_boto3_error_code,
)
from ansible_collections.amazon.aws.plugins.module_utils.tagging import boto3_tag_list_to_ansible_dict

from .connecting import TAG_RETRY, no_retry
from .errors import ServiceError
from .verdicts import Verdict

try:
    from botocore import xform_name
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:
    pass  # Handled by AnsibleAWSModule

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .._settings.read import Read
    from .connecting import Connect
    from .kms import Keys
    from .listing import Listing
    from .pacing import Pacer
    from .resources import Resources
    from .sending import Sender

Answer = dict[str, t.Any]
Table = t.Mapping[str, t.Any]
# Every DynamoDB offers this call. If it seems missing, a proxy or gateway has answered, so the next table tries again.
ALWAYS_OFFERED = "DescribeTable"
_T = t.TypeVar("_T")


def all_pages(read: Callable[..., Answer], key: str) -> list[Answer]:
    """Return the items of all pages.

    A paginator of the SDK would do the same, but to make its first one the SDK searches the directories of all
    services, and if many threads make their first at once, each of them searches.
    """
    answer = read()
    found: list[Answer] = answer.get(key, [])
    while answer.get("NextToken"):
        answer = read(NextToken=answer["NextToken"])
        found += answer.get(key, [])
    return found


def _found(method: Callable[..., Answer], read: Read) -> t.Any:
    """Make the call of a read, and return its answer in the form of that read."""
    if read.form in ("pages", "dict"):
        found = all_pages(method, read.member)
        return boto3_tag_list_to_ansible_dict(found) if read.form == "dict" else found
    answer = method()
    if read.form == "json":
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    return answer.get(read.member, []) if read.form == "list" else answer[read.member] if read.member else answer


class TableApi:
    """Makes all reads about tables. ``connect`` makes the clients, those for KMS and for writes on first use.

    ``not_offered`` has, by operation, the code and text with which the endpoint said that it does not offer a read.
    """

    def __init__(self, connect: Connect, pacer: Pacer | None = None) -> None:
        self._connect, self._pacer = connect, pacer
        self.dynamodb = connect("dynamodb")
        # Several threads make calls, but a session of the SDK must not make two clients at the same time.
        self.connecting = threading.RLock()
        self.not_offered: dict[str, tuple[str, str]] = {}
        # Whether several tables are read, so that one answer about all resources of a service serves them all.
        self.shares = False
        self.listing: Listing | None = None
        self._clients: dict[tuple[str, str, bool], t.Any] = {}
        self._there: dict[str, TableApi] = {}

    def carry(self, operation: str, call: Callable[[], _T], *, repeat: bool = True) -> _T:
        """Make a call, through the pacer if there is one; raises the SDK's errors as ``ServiceError``."""

        def translating() -> _T:
            try:
                return call()
            except (BotoCoreError, ClientError) as failure:
                from .sdk_errors import translate

                raise translate(operation, failure) from failure

        return self._pacer.carry(operation, translating, repeat=repeat) if self._pacer else translating()

    def offered(self, operation: str, call: Callable[[], _T]) -> _T:
        """Make a read; if the endpoint does not offer it, later calls raise the same error without a request."""
        if operation in self.not_offered:
            raise ServiceError(operation, *self.not_offered[operation])
        try:
            return self.carry(operation, call)
        except ServiceError as error:
            if error.verdict is Verdict.UNSUPPORTED and operation != ALWAYS_OFFERED:
                self.not_offered[operation] = (error.code, error.text)
            raise

    @property
    def sender(self) -> Sender:
        """Sends the calls of plans."""
        with self.connecting:
            return self._sender

    @functools.cached_property
    def _sender(self) -> Sender:
        from .sending import Sender

        return Sender(self)

    def client(self, service: str, *, repeats: bool = True, region: str = "") -> t.Any:
        """Return the client, made on first use. The SDK retries its calls only if it ``repeats``."""
        key = (service, region, repeats)
        with self.connecting:
            if key not in self._clients:
                self._clients[key] = self._connect(service, repeats=repeats, region=region)
            return self._clients[key]

    def there(self, region: str) -> TableApi:
        """Return the same for another Region, where an account has a pace of its own."""
        with self.connecting:
            if region not in self._there:
                connect = functools.partial(self._connect_there, region)
                self._there[region] = there = TableApi(connect, self._pacer and self._pacer.another())
                there.connecting, there.shares = self.connecting, self.shares
                there.listing = self.listing and self.listing.there(there, region)
            return self._there[region]

    def _connect_there(self, home: str, service: str, *, repeats: bool = True, region: str = "") -> t.Any:
        return self._connect(service, repeats=repeats, region=region or home)

    @property
    def region(self) -> str:
        """The Region that the calls go to."""
        return str(self.dynamodb.meta.region_name)

    def describe_table(self, name: str) -> Answer | None:
        """Return the table, or ``None`` if there is none."""

        def ask() -> Answer | None:
            try:
                answer: Answer = self.dynamodb.describe_table(aws_retry=True, TableName=name)["Table"]
            except is_boto3_error_code("ResourceNotFoundException"):
                return None
            return answer

        return self.offered(ALWAYS_OFFERED, ask)

    def read(self, read: Read, table: Table, **more: t.Any) -> t.Any:
        """Make the call that reads a setting of a table, with ``more`` in its request."""
        name = table["TableName"] if read.by == "TableName" else table[read.arn]
        request = {read.by: name, **more}

        def ask() -> t.Any:
            return self.offered(read.operation, lambda: self._answer(read, request))

        return self._pacer.until_known(ask) if read.late and self._pacer else ask()

    def _answer(self, read: Read, request: t.Mapping[str, t.Any]) -> t.Any:
        method = functools.partial(getattr(self.dynamodb, xform_name(read.operation)), **request)
        try:
            if not read.late:
                return _found(functools.partial(method, aws_retry=True), read)
            return (no_retry if self._pacer else TAG_RETRY)(_found)(method, read)
        except is_boto3_error_code([*read.none]):
            return {}

    def describe_key(self, key: str) -> str:
        """Return the ARN of the KMS key that an alias or key id stands for."""
        with self.connecting:
            keys = self._keys
        return keys.arn(key)

    @functools.cached_property
    def _keys(self) -> Keys:
        from .kms import Keys

        return Keys(self, self._pacer)

    @property
    def resources(self) -> Resources:
        """Reads what other services have about tables and indexes."""
        with self.connecting:
            return self._resources

    @functools.cached_property
    def _resources(self) -> Resources:
        from .resources import Resources

        return Resources(self, self._pacer, shares=self.shares)


def explain(error: ServiceError) -> str:
    """Return why a read is denied or not offered, as the reason of an ``Unknown``."""
    what = "denied" if error.verdict is Verdict.DENIED else "not offered by the endpoint"
    return f"{error.operation} is {what} ({error.code}: {error.text})"
