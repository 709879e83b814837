# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the options of a table, each of which is described once, and refuses descriptions that are not whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

# An option as its file describes it, and options by their names.
Option = dict[str, Any]
Options = dict[str, Option]
# What validation.md tells of a rule: its text, the same rule of the resource, and what sets it apart.
Rule = dict[str, str]

# libyaml reads ten times as fast, where it is there.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PLACE = Path("plugins", "module_utils", "_settings")
# What Ansible documents of an option, in the order in which it is written.
DOCUMENTED = ("description", "type", "elements", "required", "default", "choices", "aliases", "suboptions")
# What else a description may say; the architecture page tells what each is for.
OTHER = ("no_log", "example", "same_as", "every_option_but", "role_default")
# What the file of a setting may tell beside its options, for the catalog; Entry in entry.py tells what each is.
ENTRY = ("shown_in", "ordinary", "absent", "usual", "outputs", "named_by", "judged_anyway", "outlives")
# What it may tell of its calls: how long they usually take, and which leave room for others meanwhile.
TIMES = ("seconds", "beside_others")
# Where the ways into being stand, and what the file of one tells for the catalog beside its option.
ORIGINS = Path("origins")
OF_AN_ORIGIN = ("operations", "outputs")
SECTIONS = ("several", "manifests", "connection")


class OptionsError(Exception):
    """A description of an option is not as it has to be; the text says where and why."""


@dataclass(frozen=True)
class Setting:
    """One thing that a table can have: its folder, its place among the others, and its options."""

    name: str
    place: int
    options: Options
    # Options inside the items of another option: that option, the name inside of it, and the description.
    inside: tuple[tuple[str, str, Option], ...] = ()
    # The fragment of another collection that documents these options for the module of one table, if there is one.
    documented_by: str = ""
    # What the catalog tells of the setting.
    entry: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    seconds: dict[str, int] = field(default_factory=dict)
    beside_others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Described:
    """All options, read from their files, in the order in which they are written.

    ``origins`` are the ways in which a table comes into being other than CreateTable; each is described as a setting.
    """

    table: Options
    settings: tuple[Setting, ...]
    origins: tuple[Setting, ...]
    run: Options
    tables: Options
    role: dict[str, Any]
    rules: dict[str, Rule]
    # How long the calls usually take that belong to no setting.
    seconds: dict[str, int]

    @property
    def specification(self) -> Options:
        """The options of all settings, and those of the ways into being."""
        described = (*self.settings, *self.origins)
        return {name: option for setting in described for name, option in setting.options.items()}

    @property
    def one_table(self) -> Options:
        """Every option of a table."""
        return {**self.table, **self.specification, **self.run}

    @property
    def sections(self) -> dict[str, Options]:
        """The variables of the role, without their prefix, by section."""
        own = {section: dict(self.role[section]) for section in SECTIONS}
        return {"one": self.one_table, **own, "several": {**self.tables, **own["several"]}}


def read(root: Path) -> Described:
    """Read all descriptions below the root of the collection."""
    place = root / PLACE
    settings = [_setting(path, ENTRY) for path in sorted(place.glob("*/options.yml"))]
    origins = [_setting(path, OF_AN_ORIGIN) for path in sorted((place / ORIGINS).glob("*/options.yml"))]
    described = [*_in_order(settings), *_in_order(origins)]
    table, run, tables = (_load(place / f"{name}.yml")["options"] for name in ("table", "run", "tables"))
    role, seconds = _load(place / "role.yml"), _load(place / "table.yml")["seconds"]
    parts = [table, *(each.options for each in described), run, tables, *(role[section] for section in SECTIONS)]
    names = [name for part in parts for name in part]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise OptionsError(f"described more than once: {', '.join(twice)}")
    known = {name: option for part in parts for name, option in part.items()}
    for outer, inner, option in (each for setting in _in_order(settings) for each in setting.inside):
        if inner in known.get(outer, {}).get("suboptions", {inner: None}):
            raise OptionsError(f"{outer}.{inner}: described more than once, or in an option without suboptions")
        known[outer]["suboptions"][inner] = option
    for part in parts:
        part.update({name: _whole(name, option, known) for name, option in part.items()})
    in_order = (tuple(_in_order(settings)), tuple(_in_order(origins)))
    return Described(table, *in_order, run, tables, role, _rules(place, described), seconds)


def _in_order(described: list[Setting]) -> list[Setting]:
    return sorted(described, key=lambda each: (each.place, each.name))


def _rules(place: Path, settings: list[Setting]) -> dict[str, Rule]:
    """Return the rules of all settings, and those that belong to none."""
    parts = [_load(place / "rules.yml")["rules"], *(setting.rules for setting in settings)]
    names = [name for part in parts for name in part]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise OptionsError(f"rules described more than once: {', '.join(twice)}")
    return {name: rule for part in parts for name, rule in part.items()}


def _load(path: Path) -> dict[str, Any]:
    return dict(yaml.load(path.read_text(encoding="utf-8"), _Loader))


def _setting(path: Path, entry: tuple[str, ...]) -> Setting:
    """Return what a file describes; ``entry`` is what it may tell for the catalog."""
    found, name = _load(path), path.parent.name
    if unknown := sorted(found.keys() - {"place", "options", "inside", "documented_by", "rules", *TIMES, *entry}):
        raise OptionsError(f"{name}/options.yml: unknown {', '.join(unknown)}")
    if not isinstance(found.get("place"), int):
        raise OptionsError(f"{name}/options.yml: place is a number, which tells the order of the settings")
    return Setting(
        name,
        found["place"],
        found["options"],
        tuple(
            (outer, inner, each) for outer, items in found.get("inside", {}).items() for inner, each in items.items()
        ),
        found.get("documented_by", ""),
        {key: found[key] for key in entry if key in found},
        found.get("rules", {}),
        found.get("seconds", {}),
        tuple(found.get("beside_others", ())),
    )


def _whole(path: str, option: Option, known: Options) -> Option:
    """Return the option with what it has in common with another one, and nothing missing."""
    source = _named(path, option["same_as"], known) if "same_as" in option else {}
    found = {**source, **{key: value for key, value in option.items() if key != "same_as"}}
    if unknown := sorted(found.keys() - {*DOCUMENTED, *OTHER}):
        raise OptionsError(f"{path}: unknown {', '.join(unknown)}; there are {', '.join((*DOCUMENTED, *OTHER))}")
    if missing := [key for key in ("description", "type") if not found.get(key)]:
        raise OptionsError(f"{path}: {' and '.join(missing)} missing")
    if "." not in path and not found.keys() & {"example", "default"}:
        raise OptionsError(f"{path}: an example is missing, because it has no default")
    if "suboptions" in found:
        nested = found["suboptions"].items()
        found["suboptions"] = {name: _whole(f"{path}.{name}", each, known) for name, each in nested}
    return found


def _named(path: str, name: str, known: Options) -> Option:
    """Return the description of the option that another one names."""
    first, *rest = name.split(".")
    found = known.get(first)
    for each in rest:
        found = (found or {}).get("suboptions", {}).get(each)
    if found is None or "same_as" in found:
        raise OptionsError(f"{path}: same_as names {name}, which is not described by itself")
    return {key: value for key, value in found.items() if key != "example"}


def with_texts(option: Option, change: Callable[[str], str]) -> Option:
    """Return the option with every text of its documentation changed."""
    found = dict(option)
    told = option["description"]
    found["description"] = change(told) if isinstance(told, str) else [change(each) for each in told]
    if "suboptions" in option:
        found["suboptions"] = {name: with_texts(each, change) for name, each in option["suboptions"].items()}
    return found


def sentences(option: Option) -> list[str]:
    """Return the paragraphs of a description, of which one may stand without a list."""
    told = option["description"]
    return [told] if isinstance(told, str) else list(told)
