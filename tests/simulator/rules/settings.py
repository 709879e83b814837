# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings that are judged here: tags, and the removal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ..refusal import invalid, missing, wrong
from ..state import Part, Table

TAG_LIMIT, TAG_BYTES = 50, 10240
LONGEST_KEY, LONGEST_VALUE = 128, 256


def check_tags(tags: Sequence[Part]) -> None:
    """What is allowed in a tag."""
    keys = [tag.get("Key") for tag in tags]
    for tag in tags:
        check_tag_key(tag.get("Key"))
        value = tag.get("Value")
        if value is None or len(value) > LONGEST_VALUE or not _tag_text(value):
            raise invalid(f"The Tag Value provided is invalid, Value: {'null' if value is None else value}")
        if keys.count(tag["Key"]) > 1:
            raise invalid(f"Duplicate Tag Keys provided as input: Duplicate Tag Key found {tag['Key']}")
    if len(tags) > TAG_LIMIT:
        raise invalid("Number of Tags exceed the current limit for the provided ResourceArn")


def check_tag_key(key: str | None) -> None:
    """What is allowed as a key, of a tag that is set and of one that is taken away."""
    if not key or len(key) > LONGEST_KEY or not _tag_text(key):
        raise invalid(f"The Tag Key provided is invalid, Key: {'null' if key is None else key}")
    if key.lower().startswith("aws:"):
        raise invalid(f"Tag Key cannot be prefixed with aws:, Key: {key}")


def _tag_text(text: str) -> bool:
    return all(unicodedata.category(letter)[0] in "LZN" or letter in "_.:/=+-@" for letter in text)


def tag_resource(table: Table, request: Part) -> None:
    """TagResource: adds and overwrites; the tags are counted together with those that are there."""
    if not request["Tags"]:
        raise invalid("Atleast one Tag needs to be provided as Input.")
    check_tags(request["Tags"])
    merged = table.tags | {tag["Key"]: tag["Value"] for tag in request["Tags"]}
    if len(merged) > TAG_LIMIT:
        raise invalid("Number of Tags exceed the current limit for the provided ResourceArn")
    size = sum(len(text.encode()) for pair in merged.items() for text in pair)
    if size > TAG_BYTES:
        # L-109: of all of them together.
        raise invalid(f"Tag set size {size} bytes is above max size limit of {TAG_BYTES} bytes")
    table.tags = merged


def untag_resource(table: Table, request: Part) -> None:
    """UntagResource: keys that are not there do no harm."""
    if not request["TagKeys"]:
        raise invalid("Atleast one Tag Key needs to be provided as Input.")
    if len(request["TagKeys"]) > TAG_LIMIT:
        raise invalid("Number of Tags exceed the current limit for the provided ResourceArn")
    for key in request["TagKeys"]:
        check_tag_key(key)
    for key in request["TagKeys"]:
        table.tags.pop(key, None)


def check_resource(table: Table | None, arn: str) -> None:
    """The tag APIs know a table by its ARN only."""
    if not arn.startswith("arn:"):
        raise wrong(f"ARNs must start with 'arn:': {arn}")
    if table is None or table.arn != arn:
        raise missing(f"ResourceArn: {arn} not found")


def check_deletion(table: Table) -> None:
    """DeleteTable."""
    if table.protected:
        text = "Resource cannot be deleted as it is currently protected against deletion."
        raise invalid(f"{text} Disable deletion protection first.")
