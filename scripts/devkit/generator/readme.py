# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of the role in its README, between two marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .options import Described, Option, Options, sentences
from .role import RETURNED, variables
from .text import between, line

HEADER = "| variable | type | what it says | example |\n|---|---|---|---|\n"
TITLES = {
    "one": "Variables for one table",
    "several": "Variables for several tables",
    "manifests": "Variables for manifests",
    "connection": "Connection variables",
}


def readme(described: Described, there: str) -> str:
    """Return the README with the variables between the marks written anew."""
    parts = [_section(TITLES[section], options) for section, options in variables(described).items()]
    return between(there, "".join(parts), "the README of the role")


def _section(title: str, options: Options) -> str:
    return f"### {title}\n\n{HEADER}{''.join(_rows(options))}\n"


def _rows(options: Options) -> Iterator[str]:
    for name, option in options.items():
        yield f"| `{name}` | {_type(option)} | {markdown(' '.join(sentences(option)))} | {_example(option)} |\n"


def _type(option: Option) -> str:
    return f"list of {option['elements']}" if "elements" in option else str(option["type"])


def _example(option: Option) -> str:
    value = option.get("example", option.get("default"))
    return "`" + line(value).replace("|", "\\|") + "`"


def markdown(text: str) -> str:
    """Return a text of Ansible's documentation in Markdown, for a cell of a table."""
    text = re.sub(r"\bL\(([^,)]+), *([^)]+)\)", r"[\1](\2)", text.replace(RETURNED, "RV("))
    text = re.sub(r"\b(?:O|RV)\(([^)=]*)=([^)]*)\)", r"`\1: \2`", text)
    text = re.sub(r"\b(?:[COV]|RV)\(([^)]*)\)", r"`\1`", text)
    text = re.sub(r"\b[MP]\(([\w.]+)(?:#\w+)?\)", r"`\1`", text)
    return text.replace("|", "\\|")
