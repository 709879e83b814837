# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Adopted tables as the text of files: role variables and manifests, commented."""

from __future__ import annotations

import dataclasses
import hashlib
import typing as t

from ..module_utils._adopting.adoption import Adopted, adoptable, adopted
from ..module_utils._adopting.manifest import NEWEST, OLDER, OLDEST, Written, manifest_of
from ..module_utils._texts.masks import masked_paths, refusal
from ._yaml_text import as_yaml, comment

PREFIX = "aws_dynamodb_"
BY = "planton.dynamodb.adopt"
BEYOND = "What follows belongs to the table too, and it is left alone:"
DOUBTFUL = "When the table was read, this was not sure:"
VARIABLES, MANIFESTS = "variables", "manifests"
FORMATS = (VARIABLES, MANIFESTS)
SUFFIX = ".yml"
# File systems take 255 bytes, and so may a table have them.
LONGEST = 240
# So many tables by name in one warning; the comments in the files have all.
NAMED = 12


class WrongInputError(Exception):
    """What was given is not what dynamodb_table_info returns, or an argument is none."""


@dataclasses.dataclass
class Warnings:
    """What users have to know of the files, each once, with all tables that it is about."""

    tables: dict[str, list[str]] = dataclasses.field(default_factory=dict)

    def add(self, text: str, name: str) -> None:
        """Take down that something is to be said of a table."""
        self.tables.setdefault(text, []).append(name)

    def lines(self) -> list[str]:
        """Return a line for each thing."""
        return [f"{text} (tables: {_some(names)})" for text, names in self.tables.items()]


def _some(names: t.Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


class File(t.NamedTuple):
    """A file to write, its path from the directory of all, and the tables in it."""

    path: str
    content: str
    tables: list[str]


def found_tables(value: t.Any, tags: t.Any = None) -> list[Adopted]:
    """Return the tables of a result of dynamodb_table_info, or of its list, or of one item of that."""
    if isinstance(value, t.Mapping):
        value = value.get("tables", [value])
    if tags is not None and not isinstance(tags, t.Mapping):
        raise WrongInputError(f"tags is to be a dictionary, not {tags.__class__.__name__}")
    if not isinstance(value, (list, tuple)) or not all(_is_found(each) for each in value):
        raise WrongInputError("give what planton.dynamodb.dynamodb_table_info returns as tables")
    # Before tables are chosen by their tags, which may be masked too.
    if places := [place for each in value for place in masked_paths(each, f"table {each['spec']['name']}")]:
        raise WrongInputError(refusal(places, "Nothing is written, because the text would not describe the tables"))
    return [adopted(each) for each in adoptable(value, tags or {})]


def _is_found(value: t.Any) -> bool:
    spec = value.get("spec") if isinstance(value, t.Mapping) else None
    return isinstance(spec, t.Mapping) and bool(spec.get("name"))


def generation_of(value: t.Any) -> int:
    """Return the number of a generation, from a number or from text such as G3."""
    text = str(value).upper().removeprefix("G")
    if not text.isdecimal() or not OLDEST <= int(text) <= NEWEST:
        raise WrongInputError(f"generation is to be one of G{OLDEST} to G{NEWEST}, not '{value}'")
    return int(text)


def table_variables(table: Adopted) -> str:
    """Return the variables of the role for one table."""
    variables = {**_region([table]), "name": table.name, **table.options}
    head = comment(*_title(f"Table {table.name} as it is", [table]), *_beyond(table))
    return f"---\n{head}{as_yaml({PREFIX + name: value for name, value in variables.items()}, variables=True)}"


def tables_variables(tables: t.Sequence[Adopted]) -> str:
    """Return the variables of the role for several tables, which have one region."""
    if len({table.region for table in tables}) > 1:
        raise WrongInputError("the tables are of several regions, and a file with variables of the role has one")
    head = comment(*_title("Tables as they are", tables))
    region = {PREFIX + name: value for name, value in _region(tables).items()}
    text = f"---\n{head}{as_yaml(region) if region else ''}{PREFIX}tables:"
    items = [
        comment(*_beyond(table), indent=2) + as_yaml([{"name": table.name, **table.options}], True, 2)
        for table in tables
    ]
    return f"{text}\n{''.join(items)}" if items else f"{text} []\n"


def _title(what: str, tables: t.Sequence[Adopted]) -> t.Iterator[str]:
    regions = sorted({table.region for table in tables if table.region})
    accounts = sorted({table.account for table in tables if table.account})
    where = f" in {', '.join(regions)}" if regions else ""
    whose = f", account {', '.join(accounts)}" if accounts else ""
    yield f"{what}{where}{whose}. Written by {BY}."
    yield "What is left out is as AWS has it by default."


def _beyond(table: Adopted) -> t.Iterator[str]:
    for head, lines in ((DOUBTFUL, [*table.unsettled, *table.unread]), (BEYOND, table.notes)):
        if lines:
            yield head
            yield from (f"- {line}" for line in lines)


def _region(tables: t.Sequence[Adopted]) -> dict[str, str]:
    return {"region": tables[0].region} if tables and tables[0].region else {}


def manifest_text(table: Adopted, generation: int, warnings: Warnings) -> str:
    """Return the manifest of a table, or nothing where none can hold it."""
    written = manifest_of(table, generation)
    for reason in written.refused:
        told = "" if written.document else ", and no other generation can"
        warnings.add(f"generation G{generation} of manifests cannot hold a table{told}: {reason}", table.name)
    for untold in written.untold:
        warnings.add(f"manifests of generation G{written.generation} leave {untold.what} alone", table.name)
    if not written.document:
        return ""
    head = comment(*_title(f"Table {table.name} as it is", [table]), *_told(written, generation), *_beyond(table))
    return f"---\n{head}{as_yaml(written.document)}"


def _told(written: Written, generation: int) -> t.Iterator[str]:
    for reason in written.refused:
        yield f"Of generation G{written.generation}, because G{generation} has no words for it: {reason}."
    for untold in written.untold:
        detail = f": {untold.detail}" if untold.detail else ""
        yield f"Generation G{written.generation} does not say this, and it is left alone: {untold.what}{detail}"


@dataclasses.dataclass(frozen=True)
class Layout:
    """Which files to write: the formats, all tables in one file, a directory for each region, and which manifests."""

    formats: t.Sequence[str] = FORMATS
    one_file: bool = False
    by_region: bool = False
    generation: int = OLDER


def files(tables: t.Sequence[Adopted], layout: Layout, warnings: Warnings) -> list[File]:
    """Return the files to write."""
    wrong = sorted(set(layout.formats) - set(FORMATS))
    if wrong:
        raise WrongInputError(f"formats are {' and '.join(FORMATS)}, not {', '.join(wrong)}")
    _warn(tables, warnings)
    if not layout.by_region:
        return list(_files(tables, layout, warnings))
    regions = sorted({table.region for table in tables})
    return [
        file._replace(path=f"{region}/{file.path}")
        for region in regions
        for file in _files([table for table in tables if table.region == region], layout, warnings)
    ]


def _warn(tables: t.Sequence[Adopted], warnings: Warnings) -> None:
    """Tell once what nobody should have to find in the comments of many files."""
    for table in tables:
        if table.stack:
            warnings.add("a CloudFormation stack owns a table: change it there, not here", table.name)
        # What could not be read was told when it was not.
        if table.unsettled:
            text = "when a table was read, something of it was changing or had failed; its file says what"
            warnings.add(text, table.name)


def _files(tables: t.Sequence[Adopted], layout: Layout, warnings: Warnings) -> t.Iterator[File]:
    if VARIABLES in layout.formats:
        yield from _variables_files(tables, layout.one_file)
    if MANIFESTS in layout.formats:
        texts = [(table.name, manifest_text(table, layout.generation, warnings)) for table in tables]
        written = {name: text for name, text in texts if text}
        yield from _gathered(MANIFESTS, written) if layout.one_file else _apart(MANIFESTS, written)


def _variables_files(tables: t.Sequence[Adopted], one_file: bool) -> list[File]:
    if one_file:
        return [File(VARIABLES + SUFFIX, tables_variables(tables), [table.name for table in tables])]
    return _apart(VARIABLES, {table.name: table_variables(table) for table in tables})


def _gathered(name: str, texts: t.Mapping[str, str]) -> list[File]:
    return [File(name + SUFFIX, "".join(texts.values()), [*texts])] if texts else []


def _apart(directory: str, texts: t.Mapping[str, str]) -> list[File]:
    return [File(f"{directory}/{file_name(name)}", text, [name]) for name, text in texts.items()]


def file_name(table: str) -> str:
    """Return a name for the file of a table that no file system refuses and no listing hides."""
    if len(table) <= LONGEST and not table.startswith("."):
        return table + SUFFIX
    mark = hashlib.sha256(table.encode()).hexdigest()[:8]
    return f"{table[:LONGEST].lstrip('.') or 'table'}-{mark}{SUFFIX}"
