# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What engines did, in words that are the same in each run."""

from __future__ import annotations

import re
from collections.abc import Mapping

AS_THE_SERVICE = "as the service"
LENGTH = 100
# As control_plane.md abbreviates it.
PREFIX = {"One or more parameter values were invalid: ": "P: "}
VARYING = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)?"), "<time>"),
)


def told(text: str, words: Mapping[str, str]) -> str:
    """The text with its placeholders back, without what differs from run to run, and not too long."""
    for given, word in {**words, **PREFIX}.items():
        text = text.replace(given, word)
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"
