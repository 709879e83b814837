# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Finds values that Ansible has masked, so that they are not written to files as if they came from AWS.

Ansible replaces each secret of a task wherever it occurs in the task's result (``remove_values`` of
``ansible.module_utils.common.parameters``): part of a text by eight asterisks, a whole value by a fixed word.
"""

from __future__ import annotations

import re
import typing as t

PART = "*" * 8
WHOLE = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
# Eight asterisks exactly: a longer line of asterisks is decoration in a comment, and no mask.
_IN_TEXT = re.compile(rf"(?<!\*)\*{{8}}(?!\*)|\b{WHOLE}\b")
# A message names at most this many places.
SHOWN = 12

REASON = (
    "Ansible hides a secret of a task, such as secret_key or session_token, wherever it occurs in the result, and the"
    " secret of this connection occurs in the names or values of tables"
)
REMEDY = (
    "Use credentials whose secret occurs in no table: a secret key that AWS has issued never does, and for a local"
    " engine any unlikely text will do, such as not-a-real-secret-7f3a"
)


def masked_paths(value: t.Any, path: str = "") -> t.Iterator[str]:
    """Yield the path of each key and value that Ansible has masked, in data such as the result of a module."""
    if isinstance(value, str):
        if PART in value or value == WHOLE:
            yield path
    elif isinstance(value, t.Mapping):
        for key, item in value.items():
            below = f"{path}.{key}" if path else str(key)
            yield from masked_paths(str(key), below)
            yield from masked_paths(item, below)
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from masked_paths(item, f"{path}[{number}]")


def is_masked_text(text: str) -> bool:
    """Tell whether the text of a file contains a value that Ansible has masked."""
    return _IN_TEXT.search(text) is not None


def refusal(places: t.Sequence[str], consequence: str) -> str:
    """Return the message about masked values: their places, why they are masked, and what the user can do."""
    more = len(places) - SHOWN
    named = ", ".join(places[:SHOWN]) + (f" and {more} more" if more > 0 else "")
    return f"masked values at {named}. {REASON}. {consequence}. {REMEDY}."
