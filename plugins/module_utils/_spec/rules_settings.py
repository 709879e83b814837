# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Rules V40 to V51: stream, encryption, class, time to live, recovery, tags and insights."""

from __future__ import annotations

import re
import typing as t
import unicodedata

from .flow import flow
from .model import DEFAULT_INSIGHTS_MODE, Insights, Settings
from .rule_model import RESOURCE_NAME, Violation
from .rules_keys import NAME_LIMIT

VIEW_TYPES = ("KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES")
INSIGHTS_MODES = (DEFAULT_INSIGHTS_MODE, "THROTTLED_KEYS")
TABLE_CLASSES = ("STANDARD", "STANDARD_INFREQUENT_ACCESS")
TAG_LIMIT = 50
TAG_KEY_LIMIT = 128
TAG_VALUE_LIMIT = 256
DAYS = range(1, 36)
KEY_ID = r"(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|mrk-[0-9a-f]{32})"
ALIAS = r"alias/[a-zA-Z0-9/_-]{1,250}"
KEY_ARN = re.compile(rf"arn:[a-z-]+:kms:(?P<region>[a-z0-9-]+):\d{{12}}:(?:key/{KEY_ID}|{ALIAS})")
KEY_NAME = re.compile(rf"{KEY_ID}|{ALIAS}")


def settings_violations(settings: Settings, region: str | None) -> t.Iterator[Violation]:
    """Judge everything about a table that is neither key, index nor capacity."""
    yield from _stream(settings)
    yield from _encryption(settings, region)
    if settings.table_class is not None and settings.table_class not in TABLE_CLASSES:
        message = f"'{settings.table_class}' is no table class"
        yield Violation("V44", "table_class", message, f"use {' or '.join(TABLE_CLASSES)}")
    yield from _ttl(settings)
    yield from _recovery(settings)
    yield from _tags(settings.tags or {})
    yield from _insights(settings)


def _toggled(option: str, value: str) -> str:
    """Return how one variable says both, for what may be there only while something is on; a blank is none too."""
    return f'or let the switch decide: {option}: "{{{{ {value} if enabled else omit }}}}"'


def _stream(settings: Settings) -> t.Iterator[Violation]:
    if settings.stream is None:
        return
    enabled, view = settings.stream
    if view is not None and view not in VIEW_TYPES:
        yield Violation("V40", "stream_view_type", f"'{view}' is no view type", f"use one of {', '.join(VIEW_TYPES)}")
    elif enabled and view is None:
        message = "an enabled stream needs a view type"
        yield Violation("V40", "stream_view_type", message, f"use one of {', '.join(VIEW_TYPES)}")
    elif view is not None and not enabled:
        message = "a view type is set and the stream is not enabled"
        hint = "set stream_enabled: true, or leave it out; " + _toggled("stream_view_type", "'NEW_IMAGE'")
        yield Violation("V40", "stream_view_type", message, hint)


def _encryption(settings: Settings, region: str | None) -> t.Iterator[Violation]:
    if settings.encryption is None or settings.encryption.kms_key is None:
        return
    path, key = "server_side_encryption.kms_key_arn", settings.encryption.kms_key
    if not settings.encryption.enabled:
        hint = "set enabled: true, or leave it out; " + _toggled("kms_key_arn", "'alias/orders'")
        yield Violation("V42", path, "a key is named and encryption with it is off", hint)
    arn = KEY_ARN.fullmatch(key)
    if not arn and not KEY_NAME.fullmatch(key):
        yield Violation("V43", path, f"'{key}' is no KMS key", "give a key ARN, a key id, alias/NAME or an alias ARN")
    elif arn and region and arn["region"] != region:
        message = f"the key is in {arn['region']}, the table in {region}"
        yield Violation("V43", path, message, "use a key of the table's region")


def _ttl(settings: Settings) -> t.Iterator[Violation]:
    if settings.ttl is None:
        return
    enabled, name = settings.ttl
    if enabled and not 1 <= len(name or "") <= NAME_LIMIT:
        message = "an enabled time to live needs an attribute of 1 to 255 characters"
        yield Violation("V45", "ttl.attribute_name", message, "name the attribute that holds the expiry time")
    elif name and not enabled:
        message = "an attribute is named and the time to live is off"
        hint = "leave it out: the current attribute is looked up; " + _toggled("attribute_name", f"'{name}'")
        yield Violation("V45", "ttl.attribute_name", message, hint)


def _recovery(settings: Settings) -> t.Iterator[Violation]:
    if settings.recovery is None or settings.recovery.days is None:
        return
    enabled, days = settings.recovery
    if days not in DAYS or isinstance(days, bool):
        yield Violation("V46", "recovery_period_in_days", f"{flow(days)} is not 1 to 35", "give 1 to 35 whole days")
    if not enabled:
        message = "a recovery period goes with point-in-time recovery only"
        hint = "set point_in_time_recovery_enabled: true, or leave it out; "
        hint += _toggled("recovery_period_in_days", flow(days))
        yield Violation("V46", "recovery_period_in_days", message, hint)


def _tag_text(text: str) -> bool:
    """Tell whether every character is a letter, digit or separator of any script, or one of ``_.:/=+-@``."""
    return all(unicodedata.category(char)[0] in "LNZ" or char in "_.:/=+-@" for char in text)


def too_many_tags(tags: t.Mapping[str, t.Any]) -> t.Iterator[Violation]:
    """V47: the number of tags, those that are left alone included."""
    if len(tags) > TAG_LIMIT:
        yield Violation("V47", "tags", f"{len(tags)} tags; AWS allows {TAG_LIMIT} a table", "remove some")


def _tags(tags: t.Mapping[str, t.Any]) -> t.Iterator[Violation]:
    yield from too_many_tags(tags)
    for key, value in tags.items():
        path = f"tags.{key}"
        if key.lower().startswith("aws:"):
            yield Violation("V47", path, "keys that start with 'aws:' belong to AWS", "rename or remove the tag")
        if not 1 <= len(key) <= TAG_KEY_LIMIT or not _tag_text(key):
            message = "a tag key has 1 to 128 letters, digits, spaces and _.:/=+-@"
            yield Violation("V47", path, message, "rename the tag")
        if not isinstance(value, str):
            yield Violation("V47", path, "a tag value is text", "give a string, or '' for none")
        elif len(value) > TAG_VALUE_LIMIT or not _tag_text(value):
            message = "a tag value has up to 256 letters, digits, spaces and _.:/=+-@"
            yield Violation("V47", path, message, "change the value")


def _insights(settings: Settings) -> t.Iterator[Violation]:
    if settings.insights is None:
        return
    enabled, mode, indexes = settings.insights
    if mode is not None and mode not in INSIGHTS_MODES:
        hint = f"use {' or '.join(INSIGHTS_MODES)}"
        yield Violation("V51", "contributor_insights_mode", f"'{mode}' is no mode of contributor insights", hint)
    if mode is not None and enabled is False:
        yield from idle_mode(settings.insights)
    yield from unknown_indexes(settings, indexes or ())


def idle_mode(insights: Insights) -> t.Iterator[Violation]:
    """V51: a mode needs something that is enabled; where insights are left alone, that is judged beside the table."""
    if not insights.enabled and not insights.indexes:
        message = "a mode is set and contributor insights are enabled nowhere"
        hint = "set contributor_insights_enabled: true, or list contributor_insights_indexes, or leave it out; "
        hint += _toggled("contributor_insights_mode", "'THROTTLED_KEYS'")
        yield Violation("V51", "contributor_insights_mode", message, hint)


def unknown_indexes(settings: Settings, names: t.Iterable[str]) -> t.Iterator[Violation]:
    """V50: insights are for the table and its global secondary indexes.

    Where those are left alone, a name is judged that none of them can have: that of a local one, or no name at all.
    """
    known = None if settings.global_indexes is None else {index.name for index in settings.global_indexes}
    local = {index.name for index in settings.local_indexes or ()}
    for name in names:
        if known is None and name not in local and RESOURCE_NAME.fullmatch(name):
            continue
        if name not in (known or ()):
            message = f"'{name}' is {'a local' if name in local else 'no global'} secondary index of the table"
            hint = f"use one of {', '.join(sorted(known))}" if known else "remove it"
            yield Violation("V50", "contributor_insights_indexes", message, hint)
