# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A table that is restored from a backup, or from another table as it was at a point in time."""

from __future__ import annotations

import dataclasses
import datetime
import re
import typing as t

from ...violations import RESOURCE_NAME, Violation
from ..origin import Ask, Origin
from .answers import BACKUP, KEY, OPTION, TABLE, WINDOW, encryption_of

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...setting import Options
    from ..origin import OriginPlanning, Own, Place, Sources

SOURCES = ("source_table_name", "source_table_arn", "backup_arn")
POINTS = ("date_time", "to_latest_time")
TABLE_ARN = r"arn:[a-z-]+:dynamodb:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):table/(?P<table>[a-zA-Z0-9_.-]{3,255})"
SOURCE_ARN = re.compile(TABLE_ARN)
BACKUP_ARN = re.compile(rf"{TABLE_ARN}/backup/[a-zA-Z0-9-]+")
# Backups that belong to the service AWS Backup have other ARNs.
AWS_BACKUP = re.compile(r"arn:[a-z-]+:backup:.*")


@dataclasses.dataclass(frozen=True)
class RestoreFrom(Origin):
    """The source, and for a table the point in time."""

    option = OPTION
    backup_arn: str = ""
    source_table_name: str = ""
    source_table_arn: str = ""
    date_time: str = ""
    to_latest_time: bool = False

    def to_options(self) -> Options:
        return {OPTION: {name: value for name, value in dataclasses.asdict(self).items() if value}}

    @property
    def arn(self) -> str:
        """The ARN of the source, if it is given by its ARN."""
        return self.backup_arn or self.source_table_arn

    @property
    def region(self) -> str:
        """The Region of the source, if its ARN says it."""
        found = SOURCE_ARN.match(self.arn)
        return found["region"] if found else ""

    @property
    def told(self) -> str:
        """The source in words."""
        found = SOURCE_ARN.match(self.arn)
        table = f"{found['table']} in {found['region']}" if found else self.source_table_name
        if self.backup_arn:
            return f"the backup {self.backup_arn.rpartition('/')[2]} of {table}"
        return f"{table} {f'as it was at {self.date_time}' if self.date_time else 'in its latest state'}"

    @property
    def moment(self) -> datetime.datetime | None:
        """The point in time; ``None`` if it is no date with a time zone."""
        try:
            # Before Python 3.11, fromisoformat reads no "Z".
            found = datetime.datetime.fromisoformat(re.sub("[zZ]$", "+00:00", self.date_time))
        except ValueError:
            return None
        return found if found.tzinfo else None

    def rules(self, region: str | None) -> Iterator[Violation]:
        """Judge by V82."""
        given = [name for name in SOURCES if getattr(self, name)]
        points = [name for name in POINTS if getattr(self, name)]
        if len(given) > 1:
            yield _wrong(given[1], f"{given[0]} is given too", "give one source")
        elif not given:
            yield _wrong("".join(points[:1]), "no source is given", f"give one of {', '.join(SOURCES)}")
        yield from self._names()
        yield from self._point(given, points)

    def _names(self) -> Iterator[Violation]:
        """Judge the form of the name or the ARN."""
        if self.source_table_name and not RESOURCE_NAME.fullmatch(self.source_table_name):
            hint = "give the bare name, or the ARN in source_table_arn"
            yield _wrong("source_table_name", f"'{self.source_table_name}' is no name of a table", hint)
        if self.source_table_arn and not SOURCE_ARN.fullmatch(self.source_table_arn):
            hint = "give an ARN such as arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
            yield _wrong("source_table_arn", f"'{self.source_table_arn}' is no ARN of a table", hint)
        if self.backup_arn and not BACKUP_ARN.fullmatch(self.backup_arn):
            hint = "give the ARN as ListBackups shows it, with /backup/ in it"
            if AWS_BACKUP.fullmatch(self.backup_arn):
                hint = "it belongs to AWS Backup: restore it there, then describe the table here"
            yield _wrong("backup_arn", f"'{self.backup_arn}' is no ARN of a backup of DynamoDB", hint)

    def _point(self, given: list[str], points: list[str]) -> Iterator[Violation]:
        if given == ["backup_arn"] and points:
            yield _wrong(points[0], "a backup is of one point in time already", "remove it, or name the source table")
        elif len(points) > 1:
            yield _wrong("to_latest_time", "date_time is given too", "give one of them")
        elif not points and given and "backup_arn" not in given:
            yield _wrong(given[0], "no point in time is given", "give date_time, or to_latest_time: true")
        if self.date_time and self.moment is None:
            hint = "give a date with its time zone, such as 2026-03-01T12:00:00Z or 2026-03-01T13:00:00+01:00"
            yield _wrong("date_time", f"'{self.date_time}' is no date with a time zone", hint)

    def asks(self, place: Place, found: Sources) -> Mapping[str, Ask]:
        """Return the reads of the source, in its own Region.

        A backup does not tell the types of attributes, so the table that it was made of is read too.
        """
        if place.table is not None:
            return {}
        asks = {}
        if self.backup_arn:
            asks[BACKUP] = Ask("DescribeBackup", {"BackupArn": self.backup_arn}, "BackupDescription")
            table = self.backup_arn.partition("/backup/")[0]
        else:
            table = self.source_table_arn or self.source_table_name
            asks[WINDOW] = Ask("DescribeContinuousBackups", {"TableName": table}, "ContinuousBackupsDescription")
        asks[TABLE] = Ask("DescribeTable", {"TableName": table}, "Table", optional=bool(self.backup_arn))
        key = encryption_of(found).get("KMSMasterKeyArn")
        if key:
            asks[KEY] = Ask("DescribeKey", {"KeyId": key}, "KeyMetadata", service="kms")
        return {name: ask._replace(region=self.region) for name, ask in asks.items()}

    def planning(self, place: Place, found: Sources, own: Own) -> OriginPlanning:
        from .planning import RestorePlanning

        return RestorePlanning(self, place, found, own)


def from_options(given: Mapping[str, t.Any]) -> RestoreFrom:
    """Return what the option says; blank texts count as left out."""
    names = [field.name for field in dataclasses.fields(RestoreFrom)]
    return RestoreFrom(**{name: given[name] for name in names if given.get(name)})


def _wrong(member: str, message: str, hint: str) -> Violation:
    return Violation("V82", f"{OPTION}.{member}".rstrip("."), message, hint)
