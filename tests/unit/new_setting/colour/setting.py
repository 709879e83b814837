# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The colour of a table."""

from __future__ import annotations

import typing as t

from ..read import Read
from ..setting import Setting
from ..violations import Violation

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..setting import Answer, Options
    from ..settings import Settings

COLOURS = ("GREY", "RED", "BLUE")


class ColourSetting(Setting[str]):
    """A table is grey unless it is told otherwise."""

    name = "colour"
    read = Read("DescribeColour", member="ColourDescription", new={})

    def from_options(self, options: Mapping[str, t.Any]) -> str | None:
        return options.get("colour") or None

    def to_options(self, value: str) -> Options:
        return {"colour": value}

    def from_aws(self, answer: t.Any, table: Answer) -> str:
        return str(answer.get("Colour", "GREY"))

    def rules(self, value: str, own: Settings) -> Iterator[Violation]:
        """V900."""
        if value not in COLOURS:
            yield Violation("V900", "colour", f"'{value}' is no colour", f"use one of {', '.join(COLOURS)}")

    def is_off(self, value: str) -> bool:
        return value == "GREY"


COLOUR = ColourSetting()
