# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Atom, Difference, Facts, Options, told
from ansible_collections.planton.dynamodb.tests.simulator.settings.stream import Stream
from ansible_collections.planton.dynamodb.tests.simulator.state import Table
from ansible_collections.planton.dynamodb.tests.walks import bound_rules as rules

OFF = {"stream_enabled": False}


def facts(options: Options) -> Facts:
    return told(options, "stream_enabled", "stream_view_type")


def of_table(table: Table) -> dict[str, Any]:
    return {"stream_enabled": table.of(Stream).stream is not None, "stream_view_type": table.of(Stream).stream}


def read(options: Options) -> str | None:
    """The view, or nothing where it is off."""
    return options["stream_view_type"] if options["stream_enabled"] else None


def atoms(difference: Difference) -> Iterator[Atom]:
    """The view that goes and the one that comes; "view-type change = disable, wait, enable" (page 2)."""
    gone, come = difference.of("stream")
    if gone != come:
        yield from (Atom(rules.STREAM_OFF),) if gone else ()
        yield from (Atom(rules.STREAM_ON),) if come else ()


def needs(_difference: Difference) -> dict[Atom, frozenset[Atom]]:
    return {Atom(rules.STREAM_ON): frozenset({Atom(rules.STREAM_OFF)})}
