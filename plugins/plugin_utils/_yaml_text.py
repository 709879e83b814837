# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Writes data as YAML text that all YAML readers read as the same data, with comments."""

from __future__ import annotations

import re
import typing as t

import yaml

# Text that other tools than PyYAML may read as booleans or numbers, above all the N of a numeric attribute.
AMBIGUOUS = re.compile(r"[yYnN~]|[-+.\d].*")
# Text that Ansible would read as a template in a file with variables.
TEMPLATE = re.compile(r"\{[{%#]")
# Characters that YAML reads as the end of a line, and that PyYAML escapes only between double quotes.
BREAKS = re.compile("[\x85\u2028\u2029]")
UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe]+")
TEXT = "tag:yaml.org,2002:str"
ENDLESS = 1_000_000


class _Dumper(yaml.SafeDumper):
    """Indents lists, and never writes anchors: a value that occurs twice is written twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: t.Any) -> bool:
        return True


class _VariablesDumper(_Dumper):
    """Marks text that looks like a template with ``!unsafe``, so that Ansible does not template it."""


def _text(dumper: t.Any, value: str) -> t.Any:
    other = dumper.resolve(yaml.ScalarNode, value, (True, False)) != TEXT
    style = '"' if other or AMBIGUOUS.fullmatch(value) or BREAKS.search(value) else None
    return dumper.represent_scalar(TEXT, value, style=style)


def _variable(dumper: t.Any, value: str) -> t.Any:
    return dumper.represent_scalar("!unsafe", value, style='"') if TEMPLATE.search(value) else _text(dumper, value)


_Dumper.add_representer(str, _text)
_VariablesDumper.add_representer(str, _variable)


def as_yaml(value: t.Any, variables: bool = False, indent: int = 0) -> str:
    """Return data as YAML, in its order; with ``variables``, for a file of variables that Ansible reads."""
    dumper = _VariablesDumper if variables else _Dumper
    text = yaml.dump(_plain(value), Dumper=dumper, sort_keys=False, allow_unicode=True, width=ENDLESS)
    return "".join(f"{' ' * indent}{line}\n" for line in text.split("\n")[:-1])


def comment(*lines: str, indent: int = 0) -> str:
    """Return lines as YAML comments; an empty line separates paragraphs."""
    margin = " " * indent
    return "".join(f"{margin}# {UNPRINTABLE.sub(' ', line)}".rstrip() + "\n" for line in lines)


def _plain(value: t.Any) -> t.Any:
    """Return the data with plain types instead of Ansible's own types."""
    if isinstance(value, t.Mapping):
        return {_plain(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    return next((kind(value) for kind in (int, float) if isinstance(value, kind)), str(value))
