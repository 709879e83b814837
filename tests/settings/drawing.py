# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the files draw.py have in common: parts that several settings draw, and ways to spoil a specification."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.names import OTHERS, Options
from hypothesis import strategies as st

Spoil = Callable[[Options], Options]
UNITS = st.integers(1, 4)


def some_of(names: tuple[str, ...], least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Different names, in any order."""
    return st.lists(st.sampled_from(names), unique=True, min_size=least, max_size=most)


@st.composite
def projections(draw: st.DrawFn) -> Options:
    kind = draw(st.sampled_from(("ALL", "KEYS_ONLY", "INCLUDE")))
    names = {"non_key_attributes": draw(some_of(OTHERS, 1, 3))} if kind == "INCLUDE" else {}
    return {"type": kind, **names}


@st.composite
def capacities(draw: st.DrawFn) -> Options:
    return {"read_capacity_units": draw(UNITS), "write_capacity_units": draw(UNITS)}


def put(option: str, value: Any) -> Spoil:
    """Give the option that value."""
    return lambda options: {**options, option: value}


def drop(option: str) -> Spoil:
    """Leave the option out."""
    return lambda options: {name: value for name, value in options.items() if name != option}


def in_the_first(option: str, name: str, value: Any) -> Spoil:
    """Put the value into the first index of a list, if there is one."""

    def spoil(options: Options) -> Options:
        indexes = options.get(option)
        return {**options, option: [{**indexes[0], name: value}, *indexes[1:]]} if indexes else options

    return spoil
