# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Both sides compared: every real difference, and none that only looks like one."""

from __future__ import annotations

import typing as t

from .._observed.model import Unknown
from .._spec import words
from .._spec.model import MANAGED_KEY_ALIAS
from .._spec.rule_model import Violation
from .model import Change
from .permissions import READS

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Desired, Encryption, Index, Insights, Key, Settings

GLOBAL = "global_secondary_indexes"
LOCAL = "local_secondary_indexes"
Pairs = t.Iterator[Change]


def differences(wanted: Settings, observed: Observed) -> list[Change]:
    """Return every difference between the wanted and the observed settings, in the words of the specification.

    What was not read on the observed side is not compared: see :func:`unreadable`.
    """
    base = observed.settings
    found = [
        *_value("billing_mode", base.billing_mode, wanted.billing_mode),
        *_by_name("attribute_definitions", base.attribute_types(), wanted.attribute_types()),
        *_value("key_schema", _words(words.key_words, base.keys), _words(words.key_words, wanted.keys)),
        *_throughput(("provisioned_throughput",), base, wanted),
        *_indexes(GLOBAL, base.global_indexes or (), wanted.global_indexes or (), base.keys),
        *_indexes(LOCAL, base.local_indexes or (), wanted.local_indexes or (), base.keys),
        *_stream(base, wanted),
        *_value("table_class", base.table_class, wanted.table_class),
        *_encryption(observed, wanted.encryption),
        *_value("deletion_protection_enabled", base.deletion_protection, wanted.deletion_protection),
    ]
    return found + list(_subresources(wanted, observed))


def _subresources(wanted: Settings, observed: Observed) -> Pairs:
    base = observed.settings
    if base.ttl and wanted.ttl and base.ttl != wanted.ttl:
        yield Change(("ttl",), words.ttl_words(base.ttl), words.ttl_words(wanted.ttl))
    if base.recovery and wanted.recovery:
        yield from _value("point_in_time_recovery_enabled", base.recovery.enabled, wanted.recovery.enabled)
        if wanted.recovery.days is not None or not wanted.recovery.enabled:
            yield from _value("recovery_period_in_days", base.recovery.days, wanted.recovery.days)
    if base.insights and wanted.insights:
        yield from _insights(observed, base.insights, wanted.insights)
    if base.tags is not None and wanted.tags is not None:
        yield from _by_name("tags", base.tags, wanted.tags)


def _value(option: str, before: t.Any, after: t.Any) -> Pairs:
    if before != after:
        yield Change((option,), before, after)


def _by_name(option: str, before: t.Mapping[str, str], after: t.Mapping[str, str]) -> Pairs:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield Change((option, name), before.get(name), after.get(name))


_T = t.TypeVar("_T")


def _words(build: t.Callable[[_T], t.Any], value: _T | None) -> t.Any:
    return None if value is None else build(value)


def _throughput(path: tuple[str, ...], before: Settings | Index, after: Settings | Index) -> Pairs:
    if before.throughput != after.throughput:
        old, new = (_words(words.throughput_words, side.throughput) for side in (before, after))
        yield Change(path, old, new)


def _indexes(option: str, before: tuple[Index, ...], after: tuple[Index, ...], table: tuple[Key, ...] | None) -> Pairs:
    old, new = {index.name: index for index in before}, {index.name: index for index in after}
    for name in sorted({*old, *new}):
        if name not in old or name not in new:
            sides = (_words(words.index_words, side.get(name)) for side in (old, new))
            yield Change((option, name), *sides)
        else:
            yield from _one_index((option, name), old[name], new[name], table)


def _one_index(path: tuple[str, ...], before: Index, after: Index, table: tuple[Key, ...] | None) -> Pairs:
    if before.keys != after.keys:
        yield Change((*path, "key_schema"), words.key_words(before.keys), words.key_words(after.keys))
    if before.copies(table) != after.copies(table):
        sides = (words.projection_words(side.projection) for side in (before, after))
        yield Change((*path, "projection"), *sides)
    yield from _throughput((*path, "provisioned_throughput"), before, after)


def _stream(base: Settings, wanted: Settings) -> Pairs:
    if base.stream and wanted.stream:
        yield from _value("stream_enabled", base.stream.enabled, wanted.stream.enabled)
        yield from _value("stream_view_type", base.stream.view_type, wanted.stream.view_type)


def _encryption(observed: Observed, wanted: Encryption | None) -> Pairs:
    """What is not known yet may be as wanted or not: the call is planned, and left out if it is when AWS shows it."""
    base = observed.settings.encryption
    if wanted and same_encryption(wanted, observed) is False:
        before = _words(words.encryption_words, base)
        yield Change(("server_side_encryption",), before, words.encryption_words(wanted))


def same_encryption(wanted: Encryption, observed: Observed) -> bool | Unknown:
    """Tell whether the table is known to be encrypted as wanted, or why that cannot be told.

    AWS shows every key by its ARN, so an alias or a key id is compared by the ARN that it stands for.
    """
    base = observed.settings.encryption
    if base is None or not (wanted.enabled and base.enabled):
        return base is not None and wanted.enabled == base.enabled
    shown = base.kms_key or MANAGED_KEY_ALIAS
    name = wanted.kms_key or MANAGED_KEY_ALIAS
    if shown == name:
        return True
    meant = observed.keys.get(name, name)
    return meant if isinstance(meant, Unknown) else meant == shown


def _insights(observed: Observed, base: Insights, wanted: Insights) -> Pairs:
    yield from _value("contributor_insights_enabled", base.enabled, wanted.enabled)
    before, after = list(base.indexes or ()), sorted(wanted.indexes or ())
    yield from _value("contributor_insights_indexes", before, after)
    yield from _insights_mode(observed, base, wanted)


def _insights_mode(observed: Observed, base: Insights, wanted: Insights) -> Pairs:
    """There is a mode where anything is on; those that are left out stay, or are the service's own choice."""
    if wanted.targets and not wanted.mode:
        return
    new = wanted.mode if wanted.targets else None
    modes = {observed.insights_modes[target] for target in base.targets}
    others = sorted(modes - {new})
    if others or not modes:
        yield from _value("contributor_insights_mode", others[0] if len(others) == 1 else others or None, new)


# What each aspect is called in the specification, for those that have a read of their own.
ASPECT_OPTIONS = {
    "ttl": "ttl",
    "recovery": "point_in_time_recovery_enabled",
    "insights": "contributor_insights_enabled",
    "tags": "tags",
}


def unreadable(desired: Desired, observed: Observed) -> list[Violation]:
    """Return what the specification needs to know of the table and could not read."""
    found = [
        _denied(ASPECT_OPTIONS[aspect], reason, READS[aspect])
        for aspect, reason in observed.unknown.items()
        # Encryption in flight is no secret: the run waits until AWS shows it.
        if aspect in ASPECT_OPTIONS
        and getattr(desired.settings, aspect) is not None
        and not _nothing_to_do(aspect, desired, observed)
    ]
    wanted = desired.settings.encryption
    verdict = same_encryption(wanted, observed) if wanted else True
    if isinstance(verdict, Unknown):
        found.append(_denied("server_side_encryption.kms_key_arn", verdict.reason, READS["keys"]))
    return found


def unknown_but_unneeded(desired: Desired, observed: Observed) -> list[str]:
    """Return what the specification names, and the endpoint has no API for, where none is wanted of it anyway."""
    return [
        f"{ASPECT_OPTIONS[aspect]}: unknown, and nothing is wanted of it: {reason}"
        for aspect, reason in observed.unknown.items()
        if _nothing_to_do(aspect, desired, observed)
    ]


def _nothing_to_do(aspect: str, desired: Desired, observed: Observed) -> bool:
    """Tell whether an endpoint without the API is asked for nothing; a denied API may hide something to turn off."""
    wanted = desired.settings
    nothing = {
        "ttl": wanted.ttl is not None and not wanted.ttl.enabled,
        "recovery": wanted.recovery is not None and not wanted.recovery.enabled,
        "insights": wanted.insights is not None and not (wanted.insights.enabled or wanted.insights.indexes),
        "tags": wanted.tags is not None and not wanted.tags,
    }
    return aspect in observed.not_offered and nothing[aspect]


def _denied(path: str, reason: str, action: str) -> Violation:
    hint = f"allow {action}, use an endpoint that offers it, or leave the option out"
    return Violation("unreadable", path, f"cannot be compared, its state is unknown: {reason}", hint)
