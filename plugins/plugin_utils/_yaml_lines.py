# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""YAML text to plain data of which every value knows its line."""

from __future__ import annotations

import dataclasses
import typing as t

import yaml

MERGE = "tag:yaml.org,2002:merge"
TIMESTAMP = "tag:yaml.org,2002:timestamp"
NULL = "tag:yaml.org,2002:null"
_Loader: t.Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _PlainLoader(_Loader):  # type: ignore[misc]
    """Leaves dates as the text they are: manifests have no dates."""

    yaml_implicit_resolvers: t.ClassVar[dict[str, list[tuple[str, t.Any]]]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
        for first, resolvers in _Loader.yaml_implicit_resolvers.items()
    }


class YamlFault(t.NamedTuple):
    """Why a text cannot be read as it stands, and where."""

    line: int
    message: str
    hint: str


@dataclasses.dataclass
class YamlDocument:
    """One document of a text: its data, the node it was made of, and what is wrong with it as YAML."""

    value: t.Any
    node: yaml.Node | None
    line: int
    faults: list[YamlFault] = dataclasses.field(default_factory=list)

    def line_of(self, path: t.Iterable[str | int]) -> int:
        """Return the line of what stands at the path, or of the nearest thing around it that is there."""
        line, node = self.line, self.node
        for part in path:
            found = _inside(node, part)
            if not found:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        return line


def _inside(node: t.Any, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the node that tells where a member is, and the member."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return (node.value[part], node.value[part]) if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        # Of two that are merged the last one counts, as it does for the data.
        return next(((key, value) for key, value in reversed(node.value) if key.value == str(part)), None)
    return None


def read_yaml(text: str) -> list[YamlDocument]:
    """Read every document of a text that is not empty; where the text is broken, the documents before that."""
    found: list[YamlDocument] = []
    # Bytes, because the parser in C takes no text that Ansible has put a tag on.
    loader = _PlainLoader(text.encode("utf-8", "surrogatepass"))
    try:
        while loader.check_node():
            node = loader.get_node()
            if node.tag != NULL:
                found.append(_document(loader, node))
    except yaml.YAMLError as error:
        found.append(_unreadable(error))
    finally:
        loader.dispose()
    return found


def _document(loader: t.Any, node: yaml.Node) -> YamlDocument:
    document = YamlDocument(None, node, node.start_mark.line + 1)
    document.faults = list(_faults(node, set(), set()))
    if not document.faults:
        try:
            document.value = loader.construct_document(node)
        except (yaml.YAMLError, ValueError) as error:
            document.faults = _unreadable(error, document.line).faults
    return document


def _faults(node: yaml.Node, above: set[int], seen: set[int]) -> t.Iterator[YamlFault]:
    """Find keys that are there twice, of which all but one would be lost, and anchors that contain themselves."""
    if id(node) in above:
        yield YamlFault(node.start_mark.line + 1, "an anchor contains itself", "write the values out")
    if id(node) in seen or not isinstance(node, yaml.CollectionNode):
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        yield from _twice(node)
    members = [each for pair in node.value for each in pair] if isinstance(node, yaml.MappingNode) else node.value
    for member in members:
        yield from _faults(member, above | {id(node)}, seen)


def _twice(node: yaml.MappingNode) -> t.Iterator[YamlFault]:
    first: dict[str, yaml.Node] = {}
    for key, _value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.tag != MERGE and first.setdefault(key.value, key) is not key:
            message = f"the key '{key.value}' is there twice, first on line {first[key.value].start_mark.line + 1}"
            yield YamlFault(key.start_mark.line + 1, message, "keep one of them")


def _unreadable(error: Exception, line: int = 1) -> YamlDocument:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        line = mark.line + 1
    problem = str(getattr(error, "problem", None) or error).partition("\n")[0]
    fault = YamlFault(line, f"this is not YAML: {problem}", "correct the file")
    return YamlDocument(None, None, line, [fault])
