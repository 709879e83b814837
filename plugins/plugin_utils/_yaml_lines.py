# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads YAML text and keeps the line of every value, for messages."""

from __future__ import annotations

import dataclasses
import typing as t

import yaml

MERGE = "tag:yaml.org,2002:merge"
TIMESTAMP = "tag:yaml.org,2002:timestamp"
NULL = "tag:yaml.org,2002:null"
# No manifest and no template comes near it.
DEEPEST = 200
_Loader: t.Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainLoader(_Loader):  # type: ignore[misc]
    """Loads dates as text, because manifests have no dates."""

    yaml_implicit_resolvers: t.ClassVar[dict[str, list[tuple[str, t.Any]]]] = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != TIMESTAMP]
        for first, resolvers in _Loader.yaml_implicit_resolvers.items()
    }


class YamlFault(t.NamedTuple):
    """An error in YAML text, with its line and a hint."""

    line: int
    message: str
    hint: str


@dataclasses.dataclass
class YamlDocument:
    """One YAML document: its data, the node that the data was made from, and the errors in its YAML."""

    value: t.Any
    node: yaml.Node | None
    line: int
    faults: list[YamlFault] = dataclasses.field(default_factory=list)

    def line_of(self, path: t.Iterable[str | int]) -> int:
        """Return the line of the value at the path; if there is none, of the innermost value around it."""
        line, node = self.line, self.node
        for part in path:
            found = _inside(node, part)
            if not found:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        return line


def _inside(node: t.Any, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the node with the line of a member, and the node of the member."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return (node.value[part], node.value[part]) if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        # If a merged key occurs twice, the last one counts, as in the data.
        return next(((key, value) for key, value in reversed(node.value) if key.value == str(part)), None)
    return None


def read_yaml(text: str, kind: t.Any = PlainLoader) -> list[YamlDocument]:
    """Return every document that is not empty; after a syntax error, the documents before it and one with the error."""
    found: list[YamlDocument] = []
    # The text is given as bytes, because the parser in C does not accept Ansible's tagged strings.
    encoded = text.encode("utf-8", "surrogatepass")
    if line := _too_deep(kind(encoded)):
        fault = YamlFault(line, f"this is nested more than {DEEPEST} levels deep", "correct the file")
        return [YamlDocument(None, None, line, [fault])]
    loader = kind(encoded)
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


def _too_deep(loader: t.Any) -> int:
    """Return the line at which the text is nested too deeply, or 0.

    The composer in C calls itself for each level, and ends the process where the stack ends. Events have no levels.
    """
    depth = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return int(event.start_mark.line) + 1
    except yaml.YAMLError:
        # It is told when the text is read.
        pass
    finally:
        loader.dispose()
    return 0


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
    """Return errors about repeated keys, of which only one would be kept, and anchors that contain themselves."""
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
