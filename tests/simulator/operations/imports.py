# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ImportTable, DescribeImport and ListImports: a table is made from objects of S3 (findings DDB-IMPORT-001 to 020).

No name is reserved: the table is made half a minute after the call, and whoever is later fails then. It is ACTIVE some
seconds before its import has ended.
"""

from __future__ import annotations

import dataclasses

from .. import flights as kinds
from ..clock import moment
from ..refusal import RefusedError, invalid, limited
from ..rules.creation import made_table
from ..rules.imports import check_import
from ..settings import all_settings
from ..state import Part
from ..world import World
from .buckets import buckets_of
from .data import Items, items_of, key_of
from .due import later
from .kms import resolve
from .objects import Read, read_objects
from .pages import paged
from .phases import IMPORT

IMPORTS, PAGE = 50, 10
# The service wants tokens of so many digits.
TOKEN = 112
IN_PROGRESS, COMPLETED, FAILED = "IN_PROGRESS", "COMPLETED", "FAILED"
NO_BUCKET = "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket)"
BAD_ITEMS = (
    "Some of the items failed validation checks and were not imported. Please check CloudWatch error logs for more"
    " details."
)


@dataclasses.dataclass
class Import:
    """One import: its request, when it ends, and what came of it; a failure has a code."""

    arn: str
    request: Part
    table_id: str
    begun: float
    ends: float
    code: str = ""
    message: str = ""
    read: Read = dataclasses.field(default_factory=Read)

    @property
    def table(self) -> str:
        """The name of the table."""
        return str(self.request["TableCreationParameters"]["TableName"])

    def status(self, now: float) -> str:
        """ImportStatus."""
        return IN_PROGRESS if now < self.ends else FAILED if self.code else COMPLETED


def imports_of(world: World) -> list[Import]:
    """Every import; they outlive their tables (DDB-IMPORT-008)."""
    found: list[Import] = world.stores.setdefault("imports", [])
    return found


def import_table(world: World, request: Part) -> Part:
    """DDB-IMPORT-017 to 019: a token stands for its import, but for a table that is there by then."""
    check_import(request)
    now, wanted = world.now(), request["TableCreationParameters"]
    key = wanted.get("SSESpecification", {}).get("KMSMasterKeyId")
    if key:
        resolve(world, key)
    same = [one for one in imports_of(world) if one.request.get("ClientToken") == request.get("ClientToken")]
    same = same if "ClientToken" in request else []
    if any(one.table != wanted["TableName"] for one in same):
        text = "Import conflict: Duplicate request detected with conflicting parameters"
        raise RefusedError("ImportConflictException", text)
    going_on = [one for one in imports_of(world) if one.status(now) == IN_PROGRESS]
    if not any(one in going_on for one in same) and world.find(wanted["TableName"]):
        raise RefusedError("ResourceInUseException", f"Table already exists: {wanted['TableName']}")
    if same:
        return {"ImportTableDescription": _described(world, same[0])}
    if len(going_on) >= IMPORTS:
        # The quota is that of the service's description; its text was not measured.
        raise limited(f"Only {IMPORTS} imports can be done simultaneously (text not measured)")
    return {"ImportTableDescription": _described(world, _begin(world, request))}


def _begin(world: World, request: Part) -> Import:
    now, identifier = world.now(), world.behaviour.identifier()
    name = request["TableCreationParameters"]["TableName"]
    arn = f"{world.table_arn(name)}/import/{round(now * 1000):017d}-{identifier[:8]}"
    one = Import(arn, request, identifier, now, now + world.draw("import_no_bucket"))
    imports_of(world).append(one)
    if request["S3BucketSource"]["S3Bucket"] not in buckets_of(world):
        # DDB-IMPORT-012: taken, and failed some seconds later, without a table.
        one.code, one.message = "S3NoSuchBucket", NO_BUCKET
        return one
    shown, active = world.draw("import_visible"), world.draw("import")
    one.ends = now + active + world.draw("import_gap")
    later(world, shown, lambda then: _make(then, one, now + shown, active - shown))
    return one


def _make(world: World, one: Import, shown: float, seconds: float) -> None:
    """The table appears, with what could be read; items that are wrong make a failure of it, not of the table."""
    if world.find(one.table) is not None:
        # DDB-IMPORT-018: another import, or another call, was faster.
        one.ends, one.code, one.message = shown, "TableAlreadyExists", f"Table already exists: {one.table}"
        return
    parameters = one.request["TableCreationParameters"]
    table = made_table(parameters, world.place, one.table_id, lambda key: resolve(world, key))
    table.made_at = shown
    table.on_demand_at = shown if table.on_demand else None
    table.flights.begin(kinds.CREATING, shown, max(seconds, 0.0), detail=IMPORT)
    for setting in all_settings():
        setting.begin_new(world, table, max(seconds, 0.0), parameters)
    world.tables[table.name] = table
    one.read = read_objects(one.request, table, buckets_of(world)[one.request["S3BucketSource"]["S3Bucket"]])
    items: Items = items_of(world, table)
    items |= {key_of(table, item): item for item in one.read.items}
    table.items = len(items)
    if one.read.errors:
        # DDB-IMPORT-013: any line that is wrong.
        one.code, one.message = "ItemValidationError", BAD_ITEMS


def _described(world: World, one: Import) -> Part:
    """DDB-IMPORT-002 to 004: the request as it was, what the service assumes, and at the end what came of it."""
    request, over = one.request, one.status(world.now()) != IN_PROGRESS
    members = ("InputFormat", "InputFormatOptions", "TableCreationParameters", "ClientToken")
    place = world.place
    answer: Part = {
        "ImportArn": one.arn,
        "ImportStatus": one.status(world.now()),
        "TableArn": world.table_arn(one.table),
        "TableId": one.table_id,
        **{member: request[member] for member in members if member in request},
        "S3BucketSource": {"S3BucketOwner": place.account, **request["S3BucketSource"]},
        "InputCompressionType": request.get("InputCompressionType", "NONE"),
        "CloudWatchLogGroupArn": place.arn("logs", "log-group:/aws-dynamodb/imports:*"),
        "StartTime": moment(one.begun),
    }
    if over:
        counts = {"ProcessedItemCount": one.read.processed, "ImportedItemCount": one.read.imported}
        answer |= {"EndTime": moment(one.ends), **counts, "ErrorCount": one.read.errors}
        answer |= {"FailureCode": one.code, "FailureMessage": one.message} if one.code else {}
    return answer


def describe_import(world: World, request: Part) -> Part:
    """DDB-IMPORT-010: an ARN of something else, of another account, of nothing."""
    arn = request["ImportArn"]
    parts = arn.split(":", 5)
    if len(parts) < 6 or "/import/" not in parts[5]:
        raise invalid("Invalid Import ARN")
    if parts[4] != world.place.account:
        raise RefusedError("AccessDeniedException", "Access is denied")
    world.limit_reads("DescribeImport", 13.0, 10.0)
    for one in imports_of(world):
        if one.arn == arn:
            return {"ImportTableDescription": _described(world, one)}
    raise RefusedError("ImportNotFoundException", f"Import not found: {arn}")


def list_imports(world: World, request: Part) -> Part:
    """DDB-IMPORT-016: the newest first, ten of them unless asked otherwise, also those that are going on or failed."""
    wanted = request.get("TableArn")
    found = [one for one in imports_of(world)[::-1] if wanted in (None, world.table_arn(one.table))]
    summaries = [_summary(world, one) for one in found]
    page = paged(request, "ImportSummaryList", summaries, request.get("PageSize", PAGE))
    return {**page, **({"NextToken": page["NextToken"].zfill(TOKEN)} if "NextToken" in page else {})}


def _summary(world: World, one: Import) -> Part:
    members = ("ImportArn", "ImportStatus", "TableArn", "S3BucketSource", "InputFormat", "StartTime", "EndTime")
    whole = _described(world, one)
    return {member: whole[member] for member in (*members, "CloudWatchLogGroupArn") if member in whole}


HANDLERS = {"ImportTable": import_table, "DescribeImport": describe_import, "ListImports": list_imports}
