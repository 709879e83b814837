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


def block(value: Any, indent: int = 0) -> str:
    """Return a value as YAML in lines that are short enough.

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


def python(value: Any, indent: int, before: int, names: dict[str, str]) -> str:
    """Return a value as Python source, laid out as ruff does it.

    ``before`` is how many characters stand before it in its line. ``names`` are variables, by the source of their
    values, which stand for these values.
    """
    source = flat(value, names)
    if not isinstance(value, dict) or before + len(source) + 1 <= LONGEST:
        return source
    inner = " " * (indent + 4)
    keys = [(f"{inner}{json.dumps(key)}: ", each) for key, each in value.items()]
    lines = [f"{key}{python(each, indent + 4, len(key), names)},\n" for key, each in keys]
    return "{\n" + "".join(lines) + " " * indent + "}"


def flat(value: Any, names: dict[str, str] | None = None) -> str:
    """Return a value as Python source in one line."""
    if isinstance(value, dict):
        source = "{" + ", ".join(f"{json.dumps(key)}: {flat(each, names)}" for key, each in value.items()) + "}"
        return (names or {}).get(source, source)
    if isinstance(value, list):
        return "[" + ", ".join(flat(each, names) for each in value) + "]"
    return json.dumps(value) if isinstance(value, str) else repr(value)


def between(there: str, written: str, name: str) -> str:
    """Return a page that is called so, with what is written between its marks."""
    before, begin, rest = there.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise MarksError(f"{name} has no line {BEGIN!r}, or none {END!r} after it")
    return before + begin + "\n" + written + end + after
