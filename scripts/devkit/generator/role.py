# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role says of its variables: its argument specification and its defaults."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Any

from .options import Described, Option, Options, sentences, with_texts
from .text import LONGEST, block, line

PREFIX = "aws_dynamodb_"
HEAD = """\
---
# Written by scripts/generate from plugins/module_utils/_settings: change the options there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""
SPECS_NOTE = """\
# This describes the variables for ansible-doc. There is no entry point "main", because Ansible would validate the
# variables of one before the first task of the role, and would stop there without naming a variable whose template
# cannot be resolved and with the facts of the call before. The first task of the role validates instead, and reports
# everything.
# The values of enumerations are named in the descriptions, not as choices: each has two accepted spellings.
"""
DEFAULTS_NOTE = """\
# Every variable the role reads. Those commented out have no default: left out, they leave the table alone
# (or take the default that stands beside them). README.md describes each one.
"""
TITLES = {
    "one": "One table",
    "several": "Several tables",
    "manifests": "Manifests",
    "connection": "Connection: left out, the environment and the profile decide",
}
RETURNED = "RV(planton.dynamodb.dynamodb_table#module:"


def variables(described: Described) -> dict[str, Options]:
    """Return the variables of the role by section, with their texts as the role has to say them."""
    sections = described.sections
    names = {name for options in sections.values() for name in options}

    def change(text: str) -> str:
        return in_words_of_the_role(text, names)

    return {
        section: {PREFIX + name: with_texts(_told(option), change) for name, option in options.items()}
        for section, options in sections.items()
    }


def _told(option: Option) -> Option:
    """Return an option whose description says what it may be and what it is when left out."""
    more = []
    if "choices" in option:
        *others, last = (f"V({choice})" for choice in option["choices"])
        more.append(f"{', '.join(others)} or {last}.")
    if option.get("default") is not None:
        more.append(f"Left out, it is V({str(option['default']).lower()}).")
    return {**option, "description": [*sentences(option), " ".join(more)]} if more else option


def in_words_of_the_role(text: str, names: set[str]) -> str:
    """Let a text of an option name variables of the role, and results as those of the module."""

    def reference(found: re.Match[str]) -> str:
        return f"O({PREFIX}{found[1]}" if found[1] in names else found[0]

    return re.sub(r"\bO\((\w+)", reference, text.replace("RV(", RETURNED))


def argument_specs(described: Described) -> str:
    """Return meta/argument_specs.yml."""
    names = {name for options in described.sections.values() for name in options}
    about = {
        "short_description": described.role["short_description"],
        "description": [in_words_of_the_role(text, names) for text in described.role["description"]],
        "author": described.role["author"],
    }
    parts = ["argument_specs:\n  variables:\n", block(about, 4), "    options:\n"]
    for section, options in variables(described).items():
        for name, option in options.items():
            anchor = f" &{name.removeprefix(PREFIX)}" if section == "one" else ""
            parts.append(f"      {name}:{anchor}\n" + block(_specified(option), 8))
            if "every_option_but" in option:
                parts += _every_option(described, option["every_option_but"])
    return HEAD + SPECS_NOTE + "".join(parts)


def _every_option(described: Described, left_out: list[str]) -> Iterator[str]:
    """Tell the options of a table by the anchors of the variables for one table."""
    yield "        options:\n"
    for name, option in described.one_table.items():
        if name in left_out:
            continue
        if option.get("required"):
            yield f"          {name}:\n            <<: *{name}\n            required: true\n"
        else:
            yield f"          {name}: *{name}\n"


def _specified(option: Option, nested: bool = False) -> Option:
    """Return an option as an argument specification of a role has it.

    No variable is required by itself, and the module knows their defaults: where a variable is blank, another one of
    the same name may count.
    """
    found: Option = {key: option[key] for key in ("description", "type", "elements") if key in option}
    if nested and option.get("required"):
        found["required"] = True
    if option.get("no_log"):
        found["no_log"] = True
    if "role_default" in option:
        found["default"] = option["role_default"]
    if "suboptions" in option:
        found["options"] = {name: _specified(each, nested=True) for name, each in option["suboptions"].items()}
    return found


def defaults(described: Described) -> str:
    """Return defaults/main.yml."""
    parts = []
    for section, options in variables(described).items():
        parts.append(f"\n# --- {TITLES[section]} ".ljust(LONGEST, "-") + "\n")
        parts += [_default(name, option) for name, option in options.items()]
    return HEAD + DEFAULTS_NOTE + "".join(parts)


def _default(name: str, option: Option) -> str:
    if "role_default" in option:
        return f"{name}: {line(option['role_default'])}\n"
    if option.get("default") is not None:
        return f"# {name}: {line(option['default'])}".ljust(51) + " # default\n"
    return _commented(name, option["example"])


def _commented(name: str, example: Any) -> str:
    text = f"# {name}: {line(example)}\n"
    if len(text) <= LONGEST:
        return text
    return f"# {name}:\n" + textwrap.indent(block(example), "#   ")
