# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Manifests in whatever form they come, to module options; what is wrong with them by file and line, all of it."""

from __future__ import annotations

import dataclasses
import typing as t

from ..module_utils._fields.model import Fault, path_text
from ..module_utils._manifests.manifests import Context, Source, outcomes
from ..module_utils._settings.tags.manifest import CHOICES
from ._yaml_lines import YamlDocument, read_yaml

Options = dict[str, t.Any]
Warn = t.Callable[[str], object]
YES = ("true", "yes", "on")
NO = ("", "false", "no", "off", "none")


class ManifestsError(Exception):
    """Some of the manifests cannot be used; the text has every fault, a line each."""


class WrongArgumentError(Exception):
    """An argument that is not what it should be."""


@dataclasses.dataclass
class Document:
    """One manifest and where it came from: a file, or a name for what came as data."""

    value: t.Any
    source: str
    yaml: YamlDocument | None = None

    @property
    def label(self) -> str:
        """Tell where the manifest is."""
        return f"{self.source}:{self.yaml.line}" if self.yaml else self.source

    def place(self, path: tuple[str | int, ...]) -> str:
        """Tell where in the manifest something is."""
        return f"{self.source}:{self.yaml.line_of(path)}" if self.yaml else self.source


def from_text(text: str, source: str) -> list[Document]:
    """Return the manifests of a YAML text."""
    found = [Document(document.value, source, document) for document in read_yaml(text)]
    return found or [Document(None, source, YamlDocument(None, None, 1))]


def from_value(value: t.Any, source: str) -> list[Document]:
    """Return the manifests of a value: one, a list, or YAML text with any number."""
    if isinstance(value, str):
        return from_text(value, source)
    if isinstance(value, (list, tuple)):
        numbered = ((item, f"{source}[{number}]") for number, item in enumerate(value))
        return [document for item, name in numbered for document in from_value(item, name)]
    return [Document(value, source)]


def _ignore(_warning: str) -> None:
    """Say nothing."""


def module_options(documents: t.Sequence[Document], context: Context, warn: Warn = _ignore) -> list[Options]:
    """Return the options of every manifest; raise with all faults of all of them if there is any.

    ``warn`` gets a sentence for each field without which manifests leave something of their tables alone.
    """
    found = outcomes([Source(document.value, document.label) for document in documents], context)
    told: list[str] = []
    broken = 0
    for document, outcome in zip(documents, found, strict=True):
        lines = list(yaml_lines(document)) or _lines(document, outcome.faults)
        told += lines
        broken += bool(lines)
    if told:
        faults = "1 fault" if len(told) == 1 else f"{len(told)} faults"
        of = f"{broken} of {len(documents)} manifests" if len(documents) > 1 else "the manifest"
        raise ManifestsError("\n".join([f"{faults} in {of}:", *told]))
    for field, what in dict.fromkeys(each for outcome in found for each in outcome.left_alone):
        warn(f"A manifest without {field} leaves {what} of its table as it is")
    return [outcome.options for outcome in found]


def by_region(tables: t.Iterable[Options]) -> list[Options]:
    """Return the tables region by region, as dynamodb_tables takes them, which has one region a task."""
    found: dict[str, list[Options]] = {}
    for table in tables:
        rest = {name: value for name, value in table.items() if name != "region"}
        found.setdefault(table.get("region", ""), []).append(rest)
    return [{"region": region, "tables": of_region} for region, of_region in found.items()]


def yaml_lines(document: Document) -> t.Iterator[str]:
    """Tell what is wrong with a manifest as YAML."""
    for fault in document.yaml.faults if document.yaml else ():
        yield f"{document.source}:{fault.line}: {fault.message} [yaml]; {fault.hint}"


def _lines(document: Document, faults: t.Iterable[Fault]) -> list[str]:
    """Tell the faults in the order of their lines, where there are lines."""
    placed = [(document.yaml.line_of(fault.path) if document.yaml else 0, fault) for fault in faults]
    return [_line(document, fault) for _number, fault in sorted(placed, key=lambda each: each[0])]


def _line(document: Document, fault: Fault) -> str:
    where = f"{document.place(fault.path)}: {path_text(fault.path)}".removesuffix(": ")
    return f"{where}: {fault.message} [{fault.rule}]; {fault.hint}"


def make_context(
    outputs: t.Any = None,
    values: t.Any = None,
    names: t.Any = None,
    region: t.Any = None,
    upstream_tags: t.Any = False,
    taken: t.Sequence[str] = (),
    names_once: bool = False,
) -> Context:
    """Return what is known beside the manifests, from arguments as users give them."""
    return Context(
        outputs=_mapping("outputs", outputs),
        values=_mapping("values", values),
        names=_mapping("names", names),
        region=str(region or ""),
        upstream_tags=_switch(upstream_tags),
        taken=frozenset(taken),
        names_once=names_once,
    )


def _mapping(name: str, value: t.Any) -> t.Mapping[str, t.Any]:
    if value is None or value == "":
        return {}
    if not isinstance(value, t.Mapping):
        raise WrongArgumentError(f"{name} is to be a dictionary, not {value.__class__.__name__}")
    return value


def _switch(value: t.Any) -> str | bool:
    text = str(value or "").lower()
    if text in (*YES, *NO):
        return text in YES
    if text not in CHOICES:
        raise WrongArgumentError(f"upstream_tags is to be true, false or one of {', '.join(CHOICES)}, not '{value}'")
    return text
