# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an import reads: the objects whose keys begin with the prefix, line by line (DDB-IMPORT-013 to 015, 020)."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterator, Mapping

from ..state import Part, Table

# What tells an object that is compressed: its content is text here all the same.
ENDINGS = {"GZIP": ".gz", "ZSTD": ".zst"}


@dataclasses.dataclass
class Read:
    """The items that can be imported, and how many were looked at and were wrong."""

    items: list[Part] = dataclasses.field(default_factory=list)
    errors: int = 0

    @property
    def imported(self) -> int:
        return len(self.items)

    @property
    def processed(self) -> int:
        return self.imported + self.errors


def read_objects(request: Part, table: Table, bucket: Mapping[str, str]) -> Read:
    """DDB-IMPORT-014: the prefix is that of the key, and no folder."""
    prefix = request["S3BucketSource"].get("S3KeyPrefix", "")
    ending = ENDINGS.get(request.get("InputCompressionType", "NONE"), "")
    found = Read()
    for key in sorted(name for name in bucket if name.startswith(prefix)):
        if next((one for one in ENDINGS.values() if key.endswith(one)), "") != ending:
            # DDB-IMPORT-015 and 020: the whole object is one item that is wrong.
            found.errors += 1
            continue
        for item in _items(request, table, bucket[key]):
            if item is not None and _fits(table, item):
                found.items.append(item)
            else:
                found.errors += 1
    return found


def _items(request: Part, table: Table, text: str) -> Iterator[Part | None]:
    return _of_csv(request, table, text) if request["InputFormat"] == "CSV" else _of_lines(text)


def _of_lines(text: str) -> Iterator[Part | None]:
    """DDB-IMPORT-013: a line that cannot be read ends its object, an item without its key does not."""
    for line in filter(str.strip, text.splitlines()):
        try:
            item = json.loads(line)["Item"]
        except (ValueError, KeyError, TypeError):
            yield None
            return
        yield dict(item)


def _of_csv(request: Part, table: Table, text: str) -> Iterator[Part | None]:
    """DDB-IMPORT-015: the first line has the names unless the request has them; what is no key is text."""
    options = request.get("InputFormatOptions", {}).get("Csv", {})
    rows = list(csv.reader(text.splitlines(), delimiter=options.get("Delimiter", ",")))
    names = options.get("HeaderList") or (rows.pop(0) if rows else [])
    for row in rows:
        pairs = dict(zip(names, row, strict=False))
        yield {name: {table.attributes.get(name, "S"): value} for name, value in pairs.items() if value}


def _fits(table: Table, item: Part) -> bool:
    keys = [key["AttributeName"] for key in table.keys]
    return all(name in item and [*item[name]] == [table.attributes[name]] for name in keys)
