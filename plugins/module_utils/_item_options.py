# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Checks the options of each table in a list as Ansible checks the options of a module; errors name their place."""

from __future__ import annotations

import contextlib
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.errors import UnsupportedError

from ._argspec import table_argument_spec
from ._settings.violations import Violation
from ._texts.flow import flow
from ._texts.meant import meant_by

if t.TYPE_CHECKING:
    from ._texts.facts import Facts

ROUTE = "every option of dynamodb_table goes here, but those of the connection, which are options of the task"
REGION_ROUTE = (
    "all tables of a task are in the region of the task: give the tables of each region to a task of their own, for "
    "example in a loop over by_region, as planton.dynamodb.from_terraform and from_cloudformation return it"
)
TYPE_HINT = "ansible-doc planton.dynamodb.dynamodb_table has every option with its type"


class ItemOptions:
    """Checks the options of many tables, one by one."""

    def __init__(self) -> None:
        self._spec = table_argument_spec()
        self._validators = [ArgumentSpecValidator(each) for each in (self._spec, *shallower(self._spec))]

    def check(self, item: Facts) -> tuple[Facts, list[Violation]]:
        """Return the options with their defaults, and the violations, each with its path in the item."""
        item = without_blanks(item, self._spec)
        unknown = [*_unknown(item, self._spec, "")]
        mistyped = [*_mistyped(item, self._spec, "")]
        # An option of the wrong shape is reported here, so ansible-core must not report it again.
        shapeless = {fault.path.split("[")[0].split(".")[0] for fault in mistyped}
        checked = self._validated({name: value for name, value in item.items() if name not in shapeless})
        told = [error for error in checked.errors.errors if not isinstance(error, UnsupportedError)]
        wrong = [Violation("options", "", str(error.msg), TYPE_HINT) for error in told]
        return checked.validated_parameters, [*unknown, *mistyped, *wrong]

    def _validated(self, item: Facts) -> ValidationResult:
        for validator in self._validators:
            with contextlib.suppress(TypeError):
                return validator.validate(item)
        raise TypeError(f"no options of a table: {flow(item)}")


def without_blanks(options: t.Any, spec: Facts) -> t.Any:
    """Return options, at any depth, without ``""`` where the type is not text: a blank variable leaves such values."""
    if not isinstance(options, dict):
        return options
    kept: Facts = {}
    for name, value in options.items():
        option = spec.get(name, {})
        if value == "" and option.get("type", "str") != "str":
            continue
        inner = option.get("options")
        if inner and isinstance(value, list):
            kept[name] = [without_blanks(part, inner) for part in value]
        else:
            kept[name] = without_blanks(value, inner) if inner else value
    return kept


def _unknown(options: t.Any, spec: Facts, path: str) -> t.Iterator[Violation]:
    """Return a violation for each unknown option, at any depth."""
    if not isinstance(options, dict):
        return
    aliases = {alias: name for name, option in spec.items() for alias in option.get("aliases", ())}
    for key, value in options.items():
        name = str(key)
        option = spec.get(aliases.get(name, name))
        place = f"{path}{name}"
        if option is None:
            yield _no_option(place, name, [*spec, *aliases], nested=bool(path))
        elif "options" in option:
            items = value if isinstance(value, list) else [value]
            for number, each in enumerate(items):
                at = f"{place}[{number}]." if isinstance(value, list) else f"{place}."
                yield from _unknown(each, option["options"], at)


def _mistyped(options: t.Any, spec: Facts, path: str) -> t.Iterator[Violation]:
    """Return a violation for each value that has to be a dictionary and is not, at any depth."""
    for name, option in spec.items():
        if "options" not in option or not isinstance(options, dict) or options.get(name) is None:
            continue
        value, place = options[name], f"{path}{name}"
        if option["type"] == "list" and isinstance(value, dict):
            yield Violation("options", place, "this is to be a list of dictionaries", TYPE_HINT)
            continue
        parts = value if isinstance(value, list) and option["type"] == "list" else [value]
        for number, part in enumerate(parts):
            at = place if option["type"] == "dict" else f"{place}[{number}]"
            if isinstance(part, dict) or (isinstance(part, str) and option["type"] == "dict"):
                yield from _mistyped(part, option["options"], f"{at}.")
            else:
                yield Violation("options", at, f"this is to be a dictionary, not {flow(part)}", TYPE_HINT)


def _no_option(place: str, name: str, known: list[str], *, nested: bool) -> Violation:
    meant = meant_by(name, known)
    hint = f"did you mean {meant}?" if meant else f"there are {', '.join(known)}" if nested else ROUTE
    if name == "region" and not nested:
        hint = REGION_ROUTE
    return Violation("options", place, "there is no such option", hint)


def shallower(spec: Facts) -> list[Facts]:
    """Return the argument specification twice: with one level of suboptions, then without suboptions.

    ansible-core reads the suboptions of a value before it checks that the value is a dictionary, so ``ttl: true``
    raises a ``TypeError``. Without the suboptions ansible-core reports the wrong type.
    """
    return [_as_deep_as(spec, depth) for depth in (1, 0)]


def _as_deep_as(spec: Facts, depth: int) -> Facts:
    """Return the argument specification with suboptions down to ``depth`` levels."""
    return {
        name: {
            field: _as_deep_as(value, depth - 1) if field == "options" else value
            for field, value in option.items()
            if field != "options" or depth > 0
        }
        for name, option in spec.items()
    }
