# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML and Python as the files of this project are laid out."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import yaml

LONGEST = 120
BEGIN = "<!-- Written by scripts/generate from plugins/module_utils/_settings, up to the next mark. -->\n"
END = "<!-- The rest is written by hand. -->\n"


class MarksError(Exception):
    """A page has no marks; the text says which."""


class _Dumper(yaml.SafeDumper):
    """Writes the items of a list below its name with an indent, and repeats what occurs twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


# Several files have the same options, and writing YAML is slow.
_blocks: dict[tuple[str, int], str] = {}


def block(value: Any, indent: int = 0) -> str:
    """Return a value as YAML in lines that are short enough."""
    known = (repr(value), indent)
    if known not in _blocks:
        _blocks[known] = _block(value, indent)
    return _blocks[known]


def _block(value: Any, indent: int) -> str:
    """Return it anew.

    PyYAML ends a line after the first word that is over the width, so the width that fits depends on the words.
    """
    for width in range(LONGEST - indent, 0, -4):
        text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width)
        if all(len(line) + indent <= LONGEST for line in text.splitlines()):
            return textwrap.indent(text, " " * indent)
    raise ValueError(f"a word is longer than a line: {value}")


def line(value: Any) -> str:
    """Return a value as YAML in one line."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, default_flow_style=True, width=float("inf"))
    return text.removesuffix("\n").removesuffix("\n...")


def flat(value: Any) -> str:
    """Return a value as Python source in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {flat(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flat, value)) + "]"
    return json.dumps(value) if isinstance(value, str) else repr(value)


def call(name: str, parts: list[str], indent: int, beside: int) -> str:
    """Return a call as ruff lays it out: in one line, or its arguments in one line, or each of them in its own.

    ``beside`` is how many characters stand beside the call in its line.
    """
    together = ", ".join(parts)
    inner, end = " " * (indent + 4), " " * indent
    if "\n" not in together and beside + len(f"{name}({together})") <= LONGEST:
        return f"{name}({together})"
    if "\n" not in together and len(f"{inner}{together}") <= LONGEST:
        return f"{name}(\n{inner}{together}\n{end})"
    return f"{name}(\n" + "".join(f"{inner}{part},\n" for part in parts) + f"{end})"


def between(there: str, written: str, name: str) -> str:
    """Return a page that is called so, with what is written between its marks."""
    before, begin, rest = there.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise MarksError(f"{name} has no line {BEGIN!r}, or none {END!r} after it")
    return before + begin + "\n" + written + end + after
