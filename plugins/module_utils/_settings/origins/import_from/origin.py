# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A table that is made by importing items from S3."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ...setting import Unknown
from ...violations import Violation
from ..origin import Ask, Origin
from .making import BUCKET, FAILED, IN_PROGRESS, OPTION, ImportMaking, begun, failed, imports_into

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...observed import Observed
    from ...setting import Answer, Options
    from ..origin import Making, OriginPlanning, Own, Place, Sources

CSV = "CSV"
# What AWS takes: see the model of ImportTable.
BUCKET_NAME = re.compile(r"[a-z0-9A-Z]+[.\-\w]*[a-z0-9A-Z]+")
LONGEST_BUCKET, LONGEST_PREFIX = 255, 1024
ACCOUNT = re.compile(r"\d{12}")
DELIMITERS = (",", ";", ":", "|", "\t", " ")
COLUMN = re.compile(r"[\x20-\x21\x23-\x2B\x2D-\x7E]{1,65536}")
MOST_COLUMNS = 255
# The names of the reads.
IMPORTS, LAST = "the imports", "the last import"


@dataclasses.dataclass(frozen=True)
class ImportFrom(Origin):
    """Where the items are, and how they are written; ``header_list`` is ``None`` if it is left out."""

    option = OPTION
    s3_bucket: str = ""
    s3_bucket_owner: str = ""
    s3_key_prefix: str = ""
    input_format: str = ""
    input_compression_type: str = ""
    delimiter: str = ""
    header_list: tuple[str, ...] | None = None

    def to_options(self) -> Options:
        csv = {"delimiter": self.delimiter, "header_list": None if self.header_list is None else [*self.header_list]}
        given = {name: value for name, value in csv.items() if value}
        names = ("s3_bucket", "s3_bucket_owner", "s3_key_prefix", "input_format", "input_compression_type")
        plain = {name: getattr(self, name) for name in names if getattr(self, name)}
        return {OPTION: {**plain, **({"csv": given} if given else {})}}

    def rules(self, region: str | None) -> Iterator[Violation]:
        """Judge by V87."""
        if not BUCKET_NAME.fullmatch(self.s3_bucket) or len(self.s3_bucket) > LONGEST_BUCKET:
            hint = "give the bare name, without s3:// and without a folder, which is s3_key_prefix"
            yield _wrong("s3_bucket", f"'{self.s3_bucket}' is no name of a bucket", hint)
        if self.s3_bucket_owner and not ACCOUNT.fullmatch(self.s3_bucket_owner):
            yield _wrong("s3_bucket_owner", f"'{self.s3_bucket_owner}' is no account", "give its twelve digits, quoted")
        if len(self.s3_key_prefix) > LONGEST_PREFIX:
            yield _wrong("s3_key_prefix", f"it has more than {LONGEST_PREFIX} characters", "give the key of a folder")
        yield from self._csv()

    def _csv(self) -> Iterator[Violation]:
        if self.input_format != CSV and (self.delimiter or self.header_list is not None):
            yield _wrong("csv", f"the format is {self.input_format}", "remove it, or set input_format: CSV")
            return
        if self.delimiter and self.delimiter not in DELIMITERS:
            hint = "give one of , ; : | or a tab or a blank"
            yield _wrong("csv.delimiter", f"'{self.delimiter}' is no delimiter that AWS knows", hint)
        names = self.header_list
        if names is not None and not 1 <= len(names) <= MOST_COLUMNS:
            hint = "leave it out if the first line of each object names the columns"
            yield _wrong("csv.header_list", f"it has {len(names)} names, where 1 to {MOST_COLUMNS} are possible", hint)
        for position, name in enumerate(names or ()):
            if not COLUMN.fullmatch(name):
                hint = "use printable ASCII characters, and neither a comma nor a quotation mark"
                yield _wrong(f"csv.header_list[{position}]", f"'{name}' is no name of a column", hint)

    def asks(self, place: Place, found: Sources) -> Mapping[str, Ask]:
        """Return the reads: the imports into tables of that name, and, of a table that is to be made, the bucket.

        The last import is read if it may have to be waited for, or told of.
        """
        table = {} if place.table is None else {"TableArn": place.table.get("TableArn", "")}
        asks = {IMPORTS: imports_into(table)}
        last = self._last(place, found)
        if last and last["ImportStatus"] in (*IN_PROGRESS, FAILED):
            asks[LAST] = ImportMaking(last["ImportArn"]).ask
        if IMPORTS in found and place.table is None and not (last and last["ImportStatus"] in IN_PROGRESS):
            owner = {"ExpectedBucketOwner": self.s3_bucket_owner} if self.s3_bucket_owner else {}
            request = {"Bucket": self.s3_bucket, **owner}
            # The call is named otherwise than its action.
            asks[BUCKET] = Ask("HeadBucket", request, service="s3", needs="s3:ListBucket", optional=True)
        return asks

    @staticmethod
    def _last(place: Place, found: Sources) -> Answer | None:
        """Return the import of this table that is going on, or else the one that was begun last."""
        listed = found.get(IMPORTS)
        imports = () if listed is None or isinstance(listed, Unknown) else listed
        own = [each for each in imports if str(each.get("TableArn", "")).endswith(f":table/{place.name}")]
        going_on = [each for each in own if each["ImportStatus"] in IN_PROGRESS]
        return next(iter(sorted(going_on or own, key=begun, reverse=True)), None)

    def making(self, place: Place, found: Sources) -> tuple[Making, Answer] | None:
        last = found.get(LAST)
        if last is None or isinstance(last, Unknown) or last["ImportStatus"] not in IN_PROGRESS:
            return None
        return ImportMaking(last["ImportArn"]), last

    def outputs(self, place: Place, found: Sources) -> dict[str, str]:
        last = self._last(place, found)
        return ImportMaking(last["ImportArn"]).outputs if last and place.table is not None else {}

    def warnings(self, observed: Observed, found: Sources) -> Iterator[str]:
        """Warn if the table lacks items because its import failed, or if that is unknown."""
        listed, last = found.get(IMPORTS), found.get(LAST)
        unknown = next((each for each in (listed, last) if isinstance(each, Unknown)), None)
        if unknown:
            yield f"{observed.name}: whether an import is going on, or has failed, is unknown: {unknown.reason}"
        elif last and last["ImportStatus"] == FAILED and last.get("TableId") == observed.table_id:
            yield f"{observed.name}: the table lacks items, because its import failed: {failed(last)}"

    def planning(self, place: Place, found: Sources, own: Own) -> OriginPlanning:
        from .planning import ImportPlanning

        return ImportPlanning(self, place, found)


def from_options(given: Mapping[str, t.Any]) -> ImportFrom:
    """Return what the option says; blank texts count as left out."""
    csv = given.get("csv") or {}
    names = csv.get("header_list")
    return ImportFrom(
        **{field.name: str(given.get(field.name) or "") for field in dataclasses.fields(ImportFrom)[:5]},
        delimiter=csv.get("delimiter") or "",
        header_list=None if names is None else tuple(name or "" for name in names),
    )


def _wrong(member: str, message: str, hint: str) -> Violation:
    return Violation("V87", f"{OPTION}.{member}", message, hint)
