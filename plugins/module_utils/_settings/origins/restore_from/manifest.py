# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Restores in manifests: five fields of the spec."""

from __future__ import annotations

import typing as t

from ...._fields.kinds import Flag, Text
from ...._fields.manifest import Field, Rule, broken
from ..manifest import IMPORTED, RESTORED, OriginFields
from .answers import OPTION

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...._fields.manifest import Manifest
    from ...._fields.model import Fault, Path
    from ...setting import Options

EXCLUSIVE, POINT = "restore_import_sources_exclusive", "restore_point_requires_pitr_source"
# The members of the option, by their fields.
MEMBERS = {
    "restore_source_name": "source_table_name",
    "restore_source_table_arn": "source_table_arn",
    "restore_date_time": "date_time",
    "restore_to_latest_time": "to_latest_time",
    "restore_backup_arn": "backup_arn",
}
POINTS = ("restore_date_time", "restore_to_latest_time")


def _exclusive(manifest: Manifest) -> Iterator[Fault]:
    given = [name for name in (*RESTORED, IMPORTED) if manifest.spec[name]]
    if len(given) > 1:
        yield broken(EXCLUSIVE, (given[1],), "there is more than one source of the table", "keep one of them")


def _point(manifest: Manifest) -> Iterator[Fault]:
    points = [name for name in POINTS if manifest.spec[name]]
    tables = [name for name in RESTORED[:2] if manifest.spec[name]]
    hint = "give restoreDateTime or restoreToLatestTime with a source table, and neither without one"
    if len(points) > 1:
        yield broken(POINT, (points[1],), "there are two points in time", hint)
    elif points and not tables:
        yield broken(POINT, (points[0],), "there is a point in time and no source table", hint)
    elif tables and not points:
        yield broken(POINT, (tables[0],), "there is no point in time", hint)


class RestoreFields(OriginFields):
    """The members of the option are fields of the spec."""

    option = OPTION
    newer: t.ClassVar[Mapping[str, Field]] = {
        "restore_source_name": Field(221, Text()),
        "restore_source_table_arn": Field(222, Text()),
        "restore_date_time": Field(223, Text()),
        "restore_to_latest_time": Field(224, Flag()),
        "restore_backup_arn": Field(225, Text()),
    }
    rules = (Rule(200, _exclusive, only_newer=True), Rule(210, _point, only_newer=True))
    same: t.ClassVar = {EXCLUSIVE: {"V82", "V89"}, POINT: {"V82"}}

    def to_options(self, manifest: Manifest) -> Options:
        found = {member: manifest.spec[name] for name, member in MEMBERS.items() if manifest.spec.get(name)}
        return {OPTION: found} if found else {}

    def sound(self, manifest: Manifest, option: str) -> bool:
        return all(manifest.sound(name) for name in MEMBERS)

    def place(self, text: str, newer: bool) -> Path:
        """Return the field of a member; that of the source for the option itself."""
        names = {member: name for name, member in MEMBERS.items()}
        return ("spec", names.get(text.rpartition(".")[2], RESTORED[0]))


MANIFEST = RestoreFields()
