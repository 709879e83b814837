# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A template of CloudFormation as options of tables."""

from __future__ import annotations

import typing as t

from .gathered import Gathered
from .notes import Book, Notes, Words
from .options import Draft
from .outcome import Outcome
from .places import Places
from .reading import Part, Unknown, is_null
from .references import GLOBAL_TABLE, TABLE, TABLES, TARGET
from .stack import Stack
from .template import PROCESSED, Template
from .template_global_table import read_global_table
from .template_scaling import ScalingOfTemplate
from .template_table import read_table

POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
# What the CDK made a replica with before it used global tables.
REPLICA = "Custom::DynamoDBReplica"
NESTED = "AWS::CloudFormation::Stack"
KEPT = ("Retain", "RetainExceptOnCreate")
TRANSFORMS = ("AWS::LanguageExtensions",)
READERS = {TABLE: read_table, GLOBAL_TABLE: read_global_table}


def from_cloudformation(document: t.Any, stack: Stack | None = None) -> Outcome:
    """Return the tables of a template, with what is known of its stack."""
    notes = Notes(Book())
    return _Translation(Template(document, stack or Stack(), notes)).outcome()


class _Translation:
    def __init__(self, template: Template) -> None:
        self.template = template
        self.notes = template.notes
        self.drafts: list[Draft] = []
        self.taken: list[str] = []
        self.parts: list[Part] = []

    def outcome(self) -> Outcome:
        self._tell_transforms()
        found = [each for name, words in self.template.resources.items() for each in self._made(str(name), words)]
        for kind, name, words in found:
            if kind in TABLES:
                self._table(kind, name, words)
        self._others(found)
        for part in self.parts:
            part.leave_rest()
        kept = {name: words for _kind, name, words in found}
        for name in self._in_order():
            self._tell_deletion(name, kept[name])
        return Outcome(self.drafts, self.notes.book, self._in_order())

    def _in_order(self) -> list[str]:
        taken = {path.split(".")[1] for path in self.taken}
        return [str(name) for name in self.template.resources if str(name) in taken]

    def _tell_transforms(self) -> None:
        found = self.template.sections.get("Transform")
        names = found if isinstance(found, (list, tuple)) else [found] if found else []
        if any(name not in TRANSFORMS for name in names):
            self.notes.warn("Transform", "changes the template, and only CloudFormation can do that", PROCESSED)

    def _made(self, name: str, words: t.Any) -> t.Iterator[tuple[str, str, Words]]:
        """Return a resource with its type, unless its condition keeps it from being made."""
        path = f"Resources.{name}"
        if name.startswith("Fn::"):
            self.notes.leave(path, f"needs {name.split('::')[1]}, which CloudFormation expands", PROCESSED)
            return
        kind = words.get("Type") if isinstance(words, t.Mapping) else None
        if not isinstance(kind, str):
            self.notes.leave(path, "is no resource, because it has no Type", "correct it there")
            return
        if not _is_ours(kind):
            return
        condition = words.get("Condition")
        holds = self.template.condition(str(condition)) if condition is not None else True
        if isinstance(holds, Unknown):
            self.notes.leave(f"{path}.Condition", holds.message, holds.hint)
        elif holds:
            yield kind, name, words

    def _part(self, name: str, words: Words) -> Part:
        path = f"Resources.{name}.Properties"
        properties = self.template.value(words.get("Properties") or {})
        part = Part(properties, path, self.notes, is_null)
        self.parts.append(part)
        return part

    def _table(self, kind: str, name: str, words: Words) -> None:
        path = f"Resources.{name}.Properties.TableName"
        named = self.template.ref(name)
        if not isinstance(named, str):
            message, hint = named if isinstance(named, Unknown) else ("is no name", "correct it there")
            self.notes.leave(path, message, hint)
            return
        if any(draft.name == named for draft in self.drafts):
            self.notes.of(named).leave(path, "is the name of a table that was there before", "correct it there")
            return
        part = self._part(name, words)
        part.notes = self.notes.of(named)
        draft = Draft(named, self.template.stack.region, part.notes)
        READERS[kind](draft, part, self.template.stack.tags)
        self.drafts.append(draft)
        self.taken.append(part.path)

    def _others(self, found: t.Sequence[tuple[str, str, Words]]) -> None:
        places = Places(self.drafts)
        gathered = Gathered(places, self.notes, self.taken.append)
        scaling = ScalingOfTemplate(gathered, self.notes, self.template.stack.region)
        for kind, name, words in found:
            if kind == TARGET:
                scaling.target(self._part(name, words))
            elif kind == POLICY:
                scaling.policy(self._part(name, words))
            elif kind == REPLICA:
                self._replica(places, self._part(name, words))
            elif kind not in TABLES:
                message = (
                    "is a template of its own, which may have tables"
                    if kind == NESTED
                    else f"is of the type {kind}, which is not known"
                )
                hint = "give that template too" if kind == NESTED else PROCESSED
                self.notes.leave(f"Resources.{name}", message, hint)
        gathered.put()

    def _replica(self, places: Places, part: Part) -> None:
        part.skip("ServiceToken", "SkipReplicationCompletedWait", "SkipReplicaDeletion")
        name, region = part.text("TableName"), part.text("Region")
        place = places.find(name, self.template.stack.region, part.path, self.notes) if name and region else None
        if place:
            place.draft.replicas.setdefault(region, {"region_name": region})
            self.taken.append(part.path)

    def _tell_deletion(self, name: str, words: Words) -> None:
        policy = words.get("DeletionPolicy")
        if policy in KEPT:
            return
        message = "is not Retain, so what is here goes when it leaves the stack"
        hint = "set it to Retain and update the stack, before you remove anything from it"
        self.notes.warn(f"Resources.{name}.DeletionPolicy", message, hint)


def _is_ours(kind: str) -> bool:
    scaling = kind in (TARGET, POLICY)
    return scaling or kind in (REPLICA, NESTED, "AWS::Serverless::SimpleTable") or kind.startswith("AWS::DynamoDB::")
