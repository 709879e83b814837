# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reads the variables of a host: resolves each template or reports it, skips blank values, converts text.

A variable that cannot be read is never silently ignored. :attr:`Variables.faults` collects all errors, so that they can
be reported before the first call.
"""

from __future__ import annotations

import contextlib
import typing as t

import yaml
from ansible.errors import AnsibleError, AnsibleValueOmittedError
from ansible.module_utils.common.validation import check_type_dict

from ._variable_names import CHOICES, FACTS, GUARDS, PREFIX, READ_BY, STATISTICS, Type, unknown_names

Values = t.Mapping[str, t.Any]
Template = t.Callable[[t.Any], t.Any]

BOOLEANS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_MISSING = object()


class Level(t.NamedTuple):
    """The variables of one level of precedence, and the function that templates their values."""

    values: Values
    template: Template


class Source(t.Protocol):
    """The source of variables; see ``_variable_levels``."""

    top: Level
    extra: Values

    def beneath(self, blank: t.Collection[str]) -> list[Level]:
        """Return all variables without the extra variables in ``blank``, then those of lower and lower levels.

        Raises ``LookupError`` if Ansible does not tell them.
        """


class Variables:
    """Reads variables of the collection by their names without the prefix, and collects errors in ``faults``."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._levels: list[Level] | None = None
        self.faults: list[str] = []

    def check_names(self) -> None:
        """Report variables of the collection with unknown names."""
        self.faults += unknown_names(self._source.top.values)

    def check_facts(self) -> None:
        """Report extra variables with the names of facts of the role: they would hide the facts."""
        for name in FACTS:
            if PREFIX + name in self._source.extra:
                self.faults.append(
                    f"{PREFIX}{name}: the role sets this fact, and an extra variable of the same name would hide it; "
                    "hand it on under another name"
                )

    def check_task(self, task: str) -> list[str]:
        """Report guards that the task does not read; return warnings about other extra variables without effect.

        Only extra variables are checked: an inventory may have variables for all playbooks.
        """
        idle = [name for name, tasks in READ_BY.items() if task not in tasks and PREFIX + name in self._source.extra]
        given = [name for name in idle if not is_blank(self._source.extra[PREFIX + name])]
        told = {name: f"{PREFIX}{name} has no effect here: {' and '.join(READ_BY[name])} reads it" for name in given}
        self.faults += [told[name] for name in given if name in GUARDS]
        return [told[name] for name in given if name not in GUARDS]

    def check_templates(self, names: t.Iterable[str]) -> None:
        """Report variables whose templates cannot be resolved, because a playbook would use its default instead."""
        for name in sorted(names):
            self._resolved(name, self._source.top)

    def read(self, names: t.Mapping[str, Type]) -> dict[str, t.Any]:
        """Return the values of the variables that are set and not blank, converted to their types."""
        found = {name: self._typed(name, kind, self._value(name)) for name, kind in names.items()}
        return {name: value for name, value in found.items() if value is not _MISSING}

    def _value(self, name: str) -> t.Any:
        value = self._resolved(name, self._source.top)
        if not is_blank(value):
            return value
        for level in self._beneath():
            lower = self._resolved(name, level)
            if not is_blank(lower) and lower is not _MISSING:
                return lower
        return _MISSING

    def _beneath(self) -> list[Level]:
        if self._levels is None:
            given = {name: value for name, value in self._source.extra.items() if name.startswith(PREFIX)}
            blank = [name for name, value in given.items() if is_blank(value)]
            try:
                self._levels = self._source.beneath(blank)
            except LookupError as error:
                self._levels = []
                self.faults += [f"{name}: it is blank, and {error}; leave it out" for name in blank]
        return self._levels

    def _resolved(self, name: str, level: Level) -> t.Any:
        value = level.values.get(PREFIX + name, _MISSING)
        if value is _MISSING or is_blank(value) or (name in STATISTICS and not isinstance(value, str)):
            # Statistics have names and values of tables, which may look like templates and must not be templated.
            return value
        try:
            return level.template(value)
        except AnsibleValueOmittedError:
            return None
        except AnsibleError as error:
            # If no single part of the value fails, report the whole value: it must not count as left out.
            whole = f"{PREFIX}{name}: its template cannot be resolved: {_reason(error)}"
            found = [*unresolved(PREFIX + name, value, level.template)] or [whole]
            self.faults += [fault for fault in found if fault not in self.faults]
            return _MISSING

    def _typed(self, name: str, kind: Type, value: t.Any) -> t.Any:
        try:
            return value if value is _MISSING else _chosen(name, typed(value, kind))
        except ValueError as error:
            self.faults.append(f"{PREFIX}{name}: {error}")
            return _MISSING


def unresolved(place: str, value: t.Any, template: Template) -> t.Iterator[str]:
    """Return a message for each template in a value that cannot be resolved, with its place in the value."""
    if isinstance(value, t.Mapping):
        for name, part in value.items():
            yield from unresolved(f"{place}.{name}", part, template)
    elif isinstance(value, (list, tuple)):
        for number, part in enumerate(value):
            yield from unresolved(f"{place}[{number}]", part, template)
    else:
        try:
            template(value)
        except AnsibleValueOmittedError:
            return
        except AnsibleError as error:
            yield f"{place}: its template cannot be resolved: {_reason(error)}"


def typed(value: t.Any, kind: Type) -> t.Any:
    """Return a value converted to its type; surveys and files may give text. Raises ``ValueError`` with the reason."""
    if kind in ("dict", "list") and isinstance(value, str):
        value = _read_text(value, kind)
    if kind == "dict" and not isinstance(value, t.Mapping):
        raise ValueError(f"this is to be a dictionary, not {_kind(value)}")
    if kind == "list" and not isinstance(value, (list, tuple)):
        raise ValueError(f"this is to be a list, not {_kind(value)}")
    if kind == "json" and not isinstance(value, (str, t.Mapping)):
        raise ValueError(f"this is to be a dictionary or its JSON text, not {_kind(value)}")
    if kind == "int":
        return _integer(value)
    if kind == "bool":
        return _boolean(value)
    if kind in ("str", "path") and isinstance(value, (t.Mapping, list, tuple)):
        raise ValueError(f"this is to be text, not {_kind(value)}")
    return value


def _chosen(name: str, value: t.Any) -> t.Any:
    """Return a value that its variable can have; raises ``ValueError`` for another."""
    if value not in CHOICES.get(name, (value,)):
        raise ValueError(f"this is to be {' or '.join(CHOICES[name])}, not {_kind(value)}")
    return value


def _read_text(text: str, kind: Type) -> t.Any:
    """Return what JSON or YAML text means; text with commas is a list, as for ansible-core."""
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        wanted = "dictionary" if kind == "dict" else "list"
        raise ValueError(f"this text cannot be read as a {wanted}: {_reason(error)}") from error
    if isinstance(value, str):
        return _read_pairs(text) if kind == "dict" else [part.strip() for part in text.split(",") if part.strip()]
    return value


def _read_pairs(text: str) -> t.Any:
    """Return ``a=b, c=d`` as a dictionary, as ansible-core does; other text is returned unchanged."""
    with contextlib.suppress(TypeError):
        return check_type_dict(text)
    return text


def _integer(value: t.Any) -> int:
    if not isinstance(value, bool):
        try:
            return int(str(value).strip())
        except ValueError:
            pass
    raise ValueError(f"this is to be a whole number, not {_kind(value)}")


def _boolean(value: t.Any) -> bool:
    found = value if isinstance(value, bool) else BOOLEANS.get(str(value).strip().lower())
    if found is None:
        raise ValueError(f"this is to be true or false, not {_kind(value)}")
    return bool(found)


def is_blank(value: t.Any) -> bool:
    """Tell whether a value is null or text of white space only, as a survey gives it for an unanswered question."""
    return value is None or (isinstance(value, str) and not value.strip())


def _kind(value: t.Any) -> str:
    """Return a description of a value for messages: its kind, or short text and numbers themselves."""
    if isinstance(value, t.Mapping):
        return "a dictionary"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None:
        return "null"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}'" if len(text) <= 40 else f"text of {len(text)} characters"


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())
