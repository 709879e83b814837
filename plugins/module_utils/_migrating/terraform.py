# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A state or a plan of Terraform as options of tables."""

from __future__ import annotations

import typing as t

from .gathered import Gathered
from .notes import Book, Notes
from .options import Draft
from .outcome import Outcome
from .places import Places
from .terraform_scaling import ScalingResources
from .terraform_siblings import Siblings, read_replica, table_and_stream
from .terraform_state import WANTED, Resource, arn_parts, resources
from .terraform_table import read_table

__all__ = ["WANTED", "from_terraform"]
TABLE = "aws_dynamodb_table"
INDEX = "aws_dynamodb_global_secondary_index"
REPLICA = "aws_dynamodb_table_replica"
NO_OPTION = {
    "aws_dynamodb_table_item": ("is an item, and this collection does not write items", "keep it where it is"),
    "aws_dynamodb_table_export": ("is an export, which is over", "remove it from the state"),
    "aws_dynamodb_global_table": (
        "is a global table of version 2017.11.29, which AWS refuses by now",
        "convert it to version 2019.11.21 first",
    ),
}


def from_terraform(documents: t.Sequence[t.Any]) -> Outcome:
    """Return the tables of one document or of several that belong together, such as a state for each team."""
    notes = Notes(Book())
    several = len(documents) > 1
    found: list[Resource] = []
    for number, document in enumerate(documents):
        found += resources(document, notes, f"[{number}]." if several else "")
    return _Translation(notes, found).outcome()


class _Translation:
    def __init__(self, notes: Notes, found: t.Sequence[Resource]) -> None:
        self.notes = notes
        self.found = found
        self.taken: list[str] = []
        self.drafts: list[Draft] = []
        # Indexes that are resources of their own, until they find their table.
        self.apart: list[Resource] = []
        self.known: set[str] = set()

    def outcome(self) -> Outcome:
        self.apart = self._of(INDEX)
        for table in self._of(TABLE):
            self._table(table)
        for each in self.apart:
            self._without_table(each, each.part.text("table_name"))
        for replica in self._of(REPLICA):
            self._replica(replica)
        self._siblings()
        self._others()
        return Outcome(self.drafts, self.notes.book, self._in_order())

    def _of(self, kind: str) -> list[Resource]:
        return [each for each in self.found if each.kind == kind]

    def _in_order(self) -> list[str]:
        taken = set(self.taken)
        return [each.address for each in self.found if each.address in taken]

    def _table(self, resource: Resource) -> None:
        part, region = resource.part, resource.region
        name = part.text("name") or part.text("id")
        again = any(draft.name == name and draft.region == region for draft in self.drafts)
        if again or not name:
            message = "is a table that was there before" if again else "has no name that can be read"
            self.notes.of(name).leave(resource.address, message, "give each table once, from the state after an apply")
            return
        part.notes = self.notes.of(name)
        draft = Draft(name, region, part.notes)
        mine = self._indexes_of(name, region)
        read_table(draft, part, {each.part.text("index_name"): each.part for each in mine})
        for each in (resource, *mine):
            each.part.leave_rest()
            self.taken.append(each.address)
        self.drafts.append(draft)

    def _indexes_of(self, name: str, region: str) -> list[Resource]:
        mine = [each for each in self.apart if each.part.text("table_name") == name]
        mine = [each for each in mine if "" in (region, each.region) or each.region == region]
        self.apart = [each for each in self.apart if all(each is not other for other in mine)]
        for each in mine:
            each.part.notes = self.notes.of(name)
        return mine

    def _without_table(self, resource: Resource, name: str) -> None:
        message = f"is about the table {name}, which is not in the document" if name else "names no table"
        self.notes.of(name).leave(resource.address, message, "give the document of that table too")

    def _replica(self, resource: Resource) -> None:
        arn = resource.part.text("global_table_arn")
        home, name = arn_parts(arn)[0], table_and_stream(arn)[0]
        drafts = [draft for draft in self.drafts if draft.name == name and draft.region in ("", home)]
        region = arn_parts(resource.part.text("arn"))[0] or resource.region
        if len(drafts) != 1 or region in ("", home):
            self._without_table(resource, name)
            return
        resource.part.notes = drafts[0].notes
        if read_replica(drafts[0], resource._replace(region=region)):
            self.taken.append(resource.address)
        resource.part.leave_rest()

    def _siblings(self) -> None:
        places = Places(self.drafts)
        siblings = Siblings(places, self.notes, self.taken.append)
        gathered = Gathered(places, self.notes, self.taken.append)
        scaling = ScalingResources(gathered, self.notes)
        readers = {**dict.fromkeys(siblings.readers, siblings.read), **dict.fromkeys(scaling.readers, scaling.read)}
        read = [each for each in self.found if each.kind in readers]
        for each in read:
            readers[each.kind](each)
        siblings.finish()
        gathered.put()
        for each in read:
            each.part.leave_rest()
        self.known = {TABLE, INDEX, REPLICA, *readers}

    def _others(self) -> None:
        several: dict[tuple[str, str], list[Resource]] = {}
        for each in self.found:
            if each.kind not in self.known and each.kind.startswith("aws_dynamodb_"):
                several.setdefault((each.kind, each.part.text("table_name")), []).append(each)
        for (kind, name), found in several.items():
            message, hint = NO_OPTION.get(kind, (f"is of the type {kind}, which is not known here", "look what it is"))
            more = f"; so are {len(found) - 1} more of the same table" if len(found) > 1 else ""
            self.notes.of(name).leave(found[0].address, message + more, hint)
