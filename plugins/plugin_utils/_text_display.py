# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Shows a text in the output of Ansible as plain lines, in Ansible's colours for changes and errors."""

from __future__ import annotations

import itertools
import typing as t

from ansible import constants
from ansible.utils.display import Display

# The beginning of a line, without indentation, and the setting of Ansible that has its colour.
COLOURS = (
    ("DESTRUCTIVE", "COLOR_ERROR"),
    ("!", "COLOR_ERROR"),
    ("?", "COLOR_ERROR"),
    ("-/+ ", "COLOR_ERROR"),
    ("- ", "COLOR_DIFF_REMOVE"),
    ("+ ", "COLOR_DIFF_ADD"),
    ("~ ", "COLOR_CHANGED"),
    ("Plan:", "COLOR_HIGHLIGHT"),
)

display = Display()


def show(text: str, host: str = "") -> None:
    """Show a text, after the name of the host unless that is ``localhost``."""
    lines = [*([f"[{host}]"] if host not in ("", "localhost") else []), *text.split("\n")]
    for colour, group in itertools.groupby(lines, _colour):
        display.display("\n".join(group), color=colour, stderr=read_by_machines())


def read_by_machines() -> bool:
    """Tell whether the output is a JSON document, which other lines would break."""
    return str(constants.DEFAULT_STDOUT_CALLBACK).rpartition(".")[2] in ("json", "jsonl")


def _colour(line: str) -> str | None:
    found = next((name for start, name in COLOURS if line.lstrip().startswith(start)), None)
    return t.cast(str, getattr(constants, found)) if found else None
