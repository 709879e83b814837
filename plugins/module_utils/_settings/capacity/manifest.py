# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!


"""The billing mode and the capacity of the table in manifests."""

from __future__ import annotations

import typing as t

from ..._fields.kinds import Choice, Whole, Word
from ..._fields.manifest import Field, Rule, broken, given
from ..._fields.parts import Part
from ..manifest import ManifestFields
from ..throughput import PAY_PER_REQUEST, PROVISIONED
from .setting import BILLING_MODE, CAPACITY, UNITS

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..._fields.manifest import Manifest
    from ..._fields.model import Fault, Path
    from ..setting import Options
    from ..setting import Part as Item

MODE = "billing_mode"
MODES = (PROVISIONED, PAY_PER_REQUEST)
THROUGHPUT: t.Final = Part({"read_capacity_units": Whole(), "write_capacity_units": Whole()})
FORBIDDEN, REQUIRED = "on_demand_forbids_provisioned_throughput", "provisioned_requires_throughput"


def implied_mode(manifest: Manifest) -> str:
    """Return the billing mode; the newer shape takes PROVISIONED for granted."""
    return str(manifest.spec[MODE]) or (PROVISIONED if manifest.newer else "")


def capacity_faults(manifest: Manifest, rule: str, capacity: Item | None, path: Path) -> Iterator[Fault]:
    """Judge the capacity of the table or of an index beside the billing mode."""
    read, write = (capacity["read_capacity_units"], capacity["write_capacity_units"]) if capacity else (0, 0)
    if implied_mode(manifest) == PROVISIONED:
        if min(read, write) <= 0:
            hint = "give readCapacityUnits and writeCapacityUnits, or change billingMode"
            yield broken(rule, path, "PROVISIONED needs read and write capacity above zero here", hint)
    elif read or write or (manifest.newer and capacity is not None):
        hint = "remove it, or use billingMode PROVISIONED"
        yield broken(rule, path, "capacity is for PROVISIONED tables only", hint)


def _judge(manifest: Manifest) -> Iterator[Fault]:
    if not manifest.sound(MODE):
        return
    mode = implied_mode(manifest)
    if not mode:
        yield broken("billing_mode_set", (MODE,), "there is no billing mode", "use PROVISIONED or PAY_PER_REQUEST")
    rule = FORBIDDEN if manifest.newer and mode == PAY_PER_REQUEST else REQUIRED
    if manifest.sound(UNITS):
        yield from capacity_faults(manifest, rule, manifest.spec[UNITS], (UNITS,))


class CapacityFields(ManifestFields):
    """Zero capacity is none; that it is there at all is judged by the rules of manifests."""

    setting = CAPACITY
    older: t.ClassVar[Mapping[str, Field]] = {
        MODE: Field(10, Choice(BILLING_MODE, MODES)),
        UNITS: Field(20, THROUGHPUT),
    }
    newer: t.ClassVar[Mapping[str, Field]] = {MODE: Field(10, Word(MODES)), UNITS: Field(50, THROUGHPUT)}
    rules = (Rule(10, _judge),)
    same: t.ClassVar = {
        "billing_mode_set": {"V28"},
        REQUIRED: {"V29", "V31"},
        FORBIDDEN: {"V31"},
        "int64.gte": {"V29"},
    }

    def means_newer(self, spec: Mapping[t.Any, t.Any]) -> bool:
        """A capacity without a billing mode."""
        return given(spec, MODE) in (None, "") and bool(given(given(spec, UNITS), "read_capacity_units"))

    def to_options(self, manifest: Manifest) -> Options:
        mode, units = implied_mode(manifest), manifest.spec[UNITS] or {}
        return {MODE: mode, **({UNITS: units} if mode == PROVISIONED or any(units.values()) else {})}


MANIFEST = CapacityFields()
