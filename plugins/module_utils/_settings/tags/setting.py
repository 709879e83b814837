# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Tags of the table."""

from __future__ import annotations

import typing as t
import unicodedata

from ..read import Read
from ..setting import Setting, changes_by_name
from ..violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..observed import Observed
    from ..setting import Answer, Change, Options
    from ..settings import Settings

LIMIT = 50
KEY_LIMIT = 128
VALUE_LIMIT = 256
OF_AWS = "aws:"


class Tags(t.NamedTuple):
    """Tags by key; without ``purge``, other tags of the table are left alone."""

    values: Mapping[str, str]
    purge: bool = True


class TagsSetting(Setting[Tags]):
    """Tags as a setting. As in every AWS module, numbers and booleans become strings."""

    name = "tags"
    # A restore drops the tags, and until it is done the tag API does not know the table.
    read = Read("ListTagsOfResource", member="Tags", by="ResourceArn", form="dict", restored={}, late=True, lag=1.25)

    def from_options(self, options: Mapping[str, t.Any]) -> Tags:
        given = options["tags"]
        scalars = (str, int, float, bool)
        texts = {str(key): str(value) if isinstance(value, scalars) else value for key, value in given.items()}
        return Tags(texts, options.get("purge_tags") is not False)

    def to_options(self, value: Tags) -> Options:
        return {"tags": dict(value.values)}

    def from_aws(self, answer: t.Any, table: Answer) -> Tags:
        """Return the tags without those of AWS itself, which users cannot write."""
        return Tags({key: value for key, value in answer.items() if not key.lower().startswith(OF_AWS)})

    def rules(self, value: Tags, own: Settings) -> Iterator[Violation]:
        """Judge by V47."""
        yield from too_many(value)
        for key, text in value.values.items():
            yield from _one(f"tags.{key}", key, text)

    def merged(self, own: Tags | None, there: Tags | None, table: Settings) -> Tags | None:
        if own is None or own.purge:
            return there if own is None else own
        return own._replace(values={**(there.values if there else {}), **own.values})

    def changes(self, there: Tags | None, wanted: Tags, observed: Observed) -> Iterator[Change]:
        if there is not None:
            yield from changes_by_name("tags", there.values, wanted.values)

    def is_off(self, value: Tags) -> bool:
        return not value.values


def too_many(tags: Tags) -> Iterator[Violation]:
    if len(tags.values) > LIMIT:
        yield Violation("V47", "tags", f"{len(tags.values)} tags; AWS allows {LIMIT} a table", "remove some")


def _one(path: str, key: str, value: t.Any) -> Iterator[Violation]:
    if key.lower().startswith(OF_AWS):
        yield Violation("V47", path, "keys that start with 'aws:' belong to AWS", "rename or remove the tag")
    if not 1 <= len(key) <= KEY_LIMIT or not _is_tag_text(key):
        yield Violation("V47", path, "a tag key has 1 to 128 letters, digits, spaces and _.:/=+-@", "rename the tag")
    if not isinstance(value, str):
        yield Violation("V47", path, "a tag value is text", "give a string, or '' for none")
    elif len(value) > VALUE_LIMIT or not _is_tag_text(value):
        message = "a tag value has up to 256 letters, digits, spaces and _.:/=+-@"
        yield Violation("V47", path, message, "change the value")


def _is_tag_text(text: str) -> bool:
    """Tell whether every character is a letter, digit or separator of any script, or one of ``_.:/=+-@``."""
    return all(unicodedata.category(char)[0] in "LNZ" or char in "_.:/=+-@" for char in text)


TAGS = TagsSetting()
