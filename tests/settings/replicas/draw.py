# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No replicas at first; ``elsewhere`` adds them to a whole specification, as the walks do.

The tests with the model of one table draw none, because it knows no other Region.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ansible_collections.planton.dynamodb.tests.settings import regional
from ansible_collections.planton.dynamodb.tests.settings.auto_scaling.draw import targets
from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.insights import draw as insights
from ansible_collections.planton.dynamodb.tests.settings.kinesis import draw as kinesis
from ansible_collections.planton.dynamodb.tests.settings.names import GLOBAL, KEY_ONE, KEY_TWO, LOCAL, VECTORS, Options
from ansible_collections.planton.dynamodb.tests.settings.protection import draw as protection
from ansible_collections.planton.dynamodb.tests.settings.recovery import draw as recovery
from ansible_collections.planton.dynamodb.tests.settings.replicas.truth import CONSISTENCY, OPTION, WITNESS
from ansible_collections.planton.dynamodb.tests.settings.resource_policy import draw as resource_policy
from ansible_collections.planton.dynamodb.tests.settings.stream_resource_policy import draw as stream_policy
from ansible_collections.planton.dynamodb.tests.settings.table_class.draw import CLASSES
from hypothesis import strategies as st

GROUPS = ((OPTION, CONSISTENCY, WITNESS, "disassociation_protection_enabled"),)
HOME, REGIONS = "eu-central-1", ("eu-west-1", "eu-west-2", "us-east-1")
STRONG = {CONSISTENCY: "STRONG"}
OTHERS = (recovery, protection, insights, kinesis, resource_policy, stream_policy)
NUMBERS = (regional.UNITS, regional.MOST, GLOBAL)
# The options of a replica that are left out together, where the Region has what they would say.
PARTS = (
    *(group for module in OTHERS for group in module.GROUPS),
    *(("tags",), ("auto_scaling",), ("table_class",), NUMBERS),
)


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    return st.just({OPTION: []})


class Members(NamedTuple):
    """What is given as options, and the same whole."""

    given: Options
    whole: Options


def live(options: Options | None) -> bool:
    """Whether there are replicas."""
    return bool(options and options.get(OPTION))


def fitted(options: Options, before: Options | None) -> Options:
    """The specification as it may be for a table that has replicas, or gets some.

    What AWS does not change once there are replicas is as before, whether there are keys of the customer for example.
    Vector indexes are left out. The writes of a table with a capacity are scaled.
    """
    found = {**options, VECTORS: []}
    if before is not None and live(before):
        found |= {name: before[name] for name in ("stream_enabled", "stream_view_type") if name in before}
        if _has_key(before) != _has_key(found):
            found["server_side_encryption"] = before["server_side_encryption"]
        if before.get(CONSISTENCY) == "STRONG":
            found["ttl"] = {"enabled": False}
    else:
        found |= {"stream_enabled": True, "stream_view_type": "NEW_AND_OLD_IMAGES"}
    if found["billing_mode"] == "PROVISIONED":
        found = {**_scaled(found), GLOBAL: [_scaled(index) for index in found[GLOBAL]]}
    return found


def _has_key(options: Options) -> bool:
    key = options["server_side_encryption"].get(regional.KEY)
    return bool(key) and key != "alias/aws/dynamodb"


def _scaled(item: Options) -> Options:
    scaling = item["auto_scaling"]
    if scaling["write"].get("enabled") is not False:
        return item
    units = item["provisioned_throughput"]["write_capacity_units"]
    more = {"scale_in_cooldown": 0, "scale_out_cooldown": 0, "disable_scale_in": False, "scheduled_actions": []}
    write = {"min_capacity": 1, "max_capacity": units + 3, "target_value": 50.5, **more}
    return {**item, "auto_scaling": {**scaling, "write": write}}


@st.composite
def elsewhere(draw: st.DrawFn, options: Options, before: Options | None) -> Members:
    """Replicas of a table in up to two Regions, some of them as they were; ``options`` are fitted for them.

    What is left out stays as it is, and what is new begins with nothing.
    """
    there = {item["region_name"]: item for item in (before or {}).get(OPTION, ())}
    strong = bool(before and before.get(CONSISTENCY) == "STRONG")
    regions = draw(_regions(there, strong, builds=_builds(options, before)))
    items = [draw(_items(options, before, region, there.get(region))) for region in regions]
    listed = {OPTION: [item.given for item in items]}
    whole = {OPTION: [item.whole for item in items]}
    group: Options = {}
    if strong and regions:
        group = {name: before[name] for name in (CONSISTENCY, WITNESS) if before and name in before}
    elif (
        regions and not there and not options[LOCAL] and not options["ttl"]["enabled"] and draw(st.integers(0, 3)) == 0
    ):
        group = dict(STRONG) if len(regions) == 2 else {**STRONG, WITNESS: {"region_name": "eu-west-3"}}
    return Members({**listed, **group}, {**whole, **group})


def _builds(options: Options, before: Options | None) -> bool:
    """Whether an index with a capacity is built."""
    names = {index["name"] for index in options[GLOBAL]}
    return (
        before is not None and options["billing_mode"] == "PROVISIONED" and names != regional.staying(before, options)
    )


@st.composite
def _regions(draw: st.DrawFn, there: dict[str, Options], strong: bool, *, builds: bool) -> list[str]:
    """Those that stay, and new ones; a strong group goes as a whole or not at all.

    None goes while an index with a capacity is built: AWS scales it in all Regions, and that would be left in this one.
    """
    if strong:
        return list(there) if builds or draw(st.integers(0, 3)) else []
    staying = [region for region in there if builds or draw(st.integers(0, 3))]
    new = [region for region in REGIONS if region not in there]
    most = 2 - len(staying)
    return staying + draw(st.lists(st.sampled_from(new), unique=True, min_size=int(not there), max_size=max(0, most)))


@st.composite
def _items(draw: st.DrawFn, options: Options, before: Options | None, region: str, old: Options | None) -> Members:
    """An item whole, about half of it as it would be anyway, and of that about half left out."""
    item = draw(_whole(options, before, region))
    if old is None or before is None:
        usual = regional.usual(options, region)
    else:
        usual = regional.followed(old, before, options)
    for names in (group for group in PARTS if draw(st.booleans())):
        item = {**{name: value for name, value in item.items() if name not in names}, **_of(usual, names)}
    if options["billing_mode"] == "PAY_PER_REQUEST":
        item["auto_scaling"] = {"read": {"enabled": False}}
    elif old and before and regional.is_scaled(old) and not regional.same_places(before, options):
        # The number of reads that scaling has set is told where it ends.
        item["auto_scaling"] = item["auto_scaling"] if regional.is_scaled(item) else old["auto_scaling"]
    numbers = dict(regional.numbers(options, item))
    free: list[tuple[str, ...]] = []
    if old is not None and before is not None and not regional.same_places(before, options):
        # What a Region has of an index that is built anew, or that scaling sets, is told by no specification.
        scaled = {**usual, regional.SCALED: item[regional.SCALED]}
        numbers, free = dict(regional.numbers(options, scaled)), [NUMBERS]
    item = regional.with_numbers(item, numbers)
    free += [names for names in PARTS if _of(item, names) == _of(usual, names) and draw(st.booleans())]
    left_out = {name for names in free for name in names}
    given = {name: value for name, value in item.items() if name not in left_out}
    if item["tags"] and item["tags"] == options["tags"] and "tags" in given:
        given["propagate_tags"] = True
        del given["tags"]
    return Members(given, item)


def _of(item: Options, names: tuple[str, ...]) -> Options:
    return {name: item[name] for name in names if name in item}


@st.composite
def _whole(draw: st.DrawFn, options: Options, before: Options | None, region: str) -> Options:
    """Everything that belongs to a Region; keys, streams and ARNs are those of that Region."""
    item: Options = {"region_name": region, "table_class": draw(st.sampled_from(CLASSES))}
    for module in OTHERS:
        item |= draw(module.options(options, {**options, **item}))
    item[kinesis.OPTION] = [
        {**each, "stream_arn": each["stream_arn"].replace(HOME, region)} for each in item[kinesis.OPTION]
    ]
    item["tags"] = draw(st.just(options["tags"]) | st.sampled_from(({}, {"stage": region}, {"stage": "x", "team": ""})))
    if _has_key(options):
        item[regional.KEY] = draw(st.sampled_from((KEY_ONE, KEY_TWO))).replace(HOME, region)
    units = (options.get("provisioned_throughput") or {}).get(regional.UNITS)
    item["auto_scaling"] = {"read": draw(targets(units)) if units else {"enabled": False}}
    found = {index: draw(_numbers(base)) for index, base in regional.numbers(options, {**item, GLOBAL: []})}
    return regional.with_numbers(item, found)


@st.composite
def _numbers(draw: st.DrawFn, base: dict[str, int]) -> dict[str, Any]:
    """Numbers of reads, or those that the table has."""
    return {name: draw(st.sampled_from((value, 2 if name == regional.UNITS else 7))) for name, value in base.items()}


SPOILS = (
    put(OPTION, [{"region_name": HOME}]),
    put(OPTION, [{"region_name": "nowhere"}]),
    put(CONSISTENCY, "WEAK"),
)
