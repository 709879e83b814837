# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The argument specification of the modules, below a line of a file whose beginning is written by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .options import Described, Option, Options, OptionsError
from .text import flat, python

MARK = "# Below this line, written by scripts/generate from _settings: change the options there.\n"
KEYS = ("type", "elements", "required", "default", "choices", "aliases", "options", "no_log")


def argspec(described: Described, there: str) -> str:
    """Return the file with the options below the mark written anew."""
    by_hand, mark, _before = there.partition(MARK)
    if not mark:
        raise OptionsError(f"_argspec.py has no line {MARK!r}")
    names = dict[str, str]()
    parts = []
    table, several = (_declared(options) for options in (described.one_table, described.tables))
    for name, value in _repeated(table).items():
        variable = f"_{name.upper()}"
        source = flat(value, names)
        parts.append(_constant(variable, value, names))
        names[source] = variable
    parts += [_constant("TABLE_OPTIONS", table, names), _constant("LIST_OPTIONS", several, names)]
    return by_hand + mark + "".join(parts)


def _constant(name: str, value: Option, names: dict[str, str]) -> str:
    start = f"{name}: Spec = "
    return f"{start}{python(value, 0, len(start), names)}\n"


def _declared(options: Options) -> Options:
    return {name: declaration(option) for name, option in options.items()}


def declaration(option: Option) -> Option:
    """Return what the argument specification says of an option."""
    found = {**option}
    if "suboptions" in option:
        found["options"] = _declared(option["suboptions"])
    return {key: found[key] for key in KEYS if key in found and (key, found[key]) != ("required", False)}


def _repeated(specification: Options) -> dict[str, Option]:
    """Return the options with suboptions that occur more than once, by the name that they have first."""
    found = [*_nested(specification)]
    counts = Counter(flat(value) for _name, value in found)
    by_source = {flat(value): (name, value) for name, value in reversed(found) if counts[flat(value)] > 1}
    return dict(reversed(by_source.values()))


def _nested(specification: Options) -> Iterator[tuple[str, Option]]:
    """Tell the options that have suboptions, those inside of another one before it."""
    for name, option in specification.items():
        if "options" in option:
            yield from _nested(option["options"])
            yield name, option
