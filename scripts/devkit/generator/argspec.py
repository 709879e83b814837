# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The argument specification of the modules, below a line of a file whose beginning is written by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .options import Described, Option, Options, OptionsError
from .text import call, flat

MARK = "# Below this line, written by scripts/generate from _settings: change the options there.\n"
KEYS = ("type", "elements", "required", "default", "choices", "aliases", "options", "no_log")


# What the part that is written by hand calls options of one simple type.
SIMPLE = {f"_{kind.upper()}": {"type": kind} for kind in ("str", "int", "float", "bool")}


def argspec(described: Described, there: str) -> str:
    """Return the file with the options below the mark written anew."""
    by_hand, mark, _before = there.partition(MARK)
    if not mark:
        raise OptionsError(f"_argspec.py has no line {MARK!r}")
    names = {flat(value): name for name, value in SIMPLE.items()}
    parts = []
    table, several = (_declared(options) for options in (described.one_table, described.tables))
    for name, value in _repeated(table).items():
        variable = f"_{name.upper()}"
        parts.append(_constant(variable, _source(value, names, 0, len(f"{variable}: Spec = "))))
        names[flat(value)] = variable
    parts += [
        _constant(name, _options(each, names)) for name, each in (("TABLE_OPTIONS", table), ("LIST_OPTIONS", several))
    ]
    return by_hand + mark + "".join(parts)


def _constant(name: str, source: str) -> str:
    return f"{name}: Spec = {source}\n"


def _options(options: Options, names: dict[str, str]) -> str:
    """Return the options of a module, a line or a few for each."""
    lines = ""
    for name, option in options.items():
        start = f"    {flat(name)}: "
        lines += f"{start}{_source(option, names, 4, len(start) + 1)},\n"
    return f"{{\n{lines}}}"


def _source(option: Option, names: dict[str, str], indent: int, beside: int) -> str:
    """Return an option as Python source. Suboptions are the arguments of ``_dict`` or, in a list, of ``_dicts``.

    ``beside`` is how many characters stand beside it in its line.
    """
    if known := names.get(flat(option)):
        return known
    if "options" not in option:
        return flat(option)
    more = {key: value for key, value in option.items() if key not in ("type", "elements", "options")}
    parts = [flat(more)] if more else []
    for name, each in option["options"].items():
        parts.append(f"{name}={_source(each, names, indent + 4, indent + 4 + len(f'{name}=,'))}")
    return call("_dicts" if "elements" in option else "_dict", parts, indent, beside)


def _declared(options: Options) -> Options:
    return {name: declaration(option) for name, option in options.items()}


def declaration(option: Option) -> Option:
    """Return what the argument specification says of an option."""
    found = {**option}
    if "suboptions" in option:
        found["options"] = _declared(option["suboptions"])
    return {key: found[key] for key in KEYS if key in found and (key, found[key]) != ("required", False)}


def _repeated(specification: Options) -> dict[str, Option]:
    """Return the options with suboptions that occur more than once, by the name that they have first.

    Those inside of another one come before it, so that it can name them.
    """
    found = [*_nested(specification)]
    counts = Counter(flat(value) for _name, value in found)
    by_source = {flat(value): (name, value) for name, value in reversed(found) if counts[flat(value)] > 1}
    return dict(sorted(by_source.values(), key=lambda item: len(flat(item[1]))))


def _nested(specification: Options) -> Iterator[tuple[str, Option]]:
    """Tell the options that have suboptions, those inside of another one before it."""
    for name, option in specification.items():
        if "options" in option:
            yield from _nested(option["options"])
            yield name, option
