# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads the source that a table comes into being from, and what AWS goes on making of it."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from .._settings.observed import Answers
from .._settings.origins.origin import Missing, Place
from .._settings.setting import Unknown
from .._settings.states import DELETING
from .api import all_pages
from .errors import ServiceError
from .reading import Reading, ask, complete_if_there, read
from .verdicts import Verdict

try:  # noqa: SIM105
    from botocore import xform_name
except ImportError:
    pass  # Handled by AnsibleAWSModule

if t.TYPE_CHECKING:
    import concurrent.futures

    from .._settings.origins.origin import Ask, Making, Origin
    from .api import TableApi
    from .reading import Wanted


class Source(t.NamedTuple):
    """What is known of what a table comes into being from: the answers about it, and what another run has begun.

    ``outputs`` are the outputs of the resource that the answers show, ``actions`` the IAM actions that were needed.
    """

    answers: t.Mapping[str, t.Any] = {}
    making: Making | None = None
    outputs: t.Mapping[str, str] = {}
    actions: frozenset[str] = frozenset()


def read_with_source(
    api: TableApi, name: str, origin: Origin, wanted: Wanted, pool: concurrent.futures.Executor
) -> Reading:
    """Read a table, and its source if that is needed.

    If AWS is still making the table for another run, that is read as a table that is CREATING.
    """

    def rest(table: dict[str, t.Any] | None, keys: dict[str, str | Unknown]) -> Reading:
        place = Place(name, api.region, table if table and table.get("TableStatus") != DELETING else None)
        source = _source(api, origin, place, pool)
        going_on = origin.making(place, source.answers)
        if going_on:
            making, shown = going_on
            table, source = dict(making.seen(place.table, shown)), source._replace(making=making)
        if table is None:
            return Reading(keys=keys, source=source)
        answers = Answers(table, keys=keys, making=going_on is not None)
        return dataclasses.replace(complete_if_there(api, answers, wanted, pool), source=source)

    return read(api, name, wanted, pool, rest)


def _source(api: TableApi, origin: Origin, place: Place, pool: concurrent.futures.Executor) -> Source:
    """Make all reads of an origin; some are known only from the answers to others."""
    found: dict[str, t.Any] = {}
    actions: set[str] = set()
    while more := {name: one for name, one in origin.asks(place, found).items() if name not in found}:
        futures = {name: pool.submit(_answer, api, one) for name, one in more.items()}
        found |= {name: future.result() for name, future in futures.items()}
        actions |= {one.action for one in more.values()}
    return Source(found, None, origin.outputs(place, found), frozenset(actions))


def _answer(api: TableApi, one: Ask) -> t.Any:
    """Return the answer, ``Unknown`` if it is denied or not offered, ``Missing`` if there is no such thing."""
    try:
        return ask(lambda: answer_to(api, one))
    except ServiceError as error:
        if error.verdict is Verdict.MISSING:
            return Missing(f"{error.code}: {error.text}")
        if one.optional:
            return Unknown(str(error))
        raise


def answer_to(api: TableApi, one: Ask) -> t.Any:
    """Make a read about the source of a table, also in another Region."""
    place = (one.service, one.region or api.region)
    client = api.dynamodb if place == ("dynamodb", api.region) else api.client(one.service, region=place[1])
    method = functools.partial(getattr(client, xform_name(one.operation)), aws_retry=True, **one.request)

    def answer() -> t.Any:
        if one.pages:
            return all_pages(method, one.member)
        found = method()
        return found[one.member] if one.member else found

    return api.offered(one.operation, answer)
