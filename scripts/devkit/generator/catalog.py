# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogs: what is known of each setting without loading it, how it is loaded, and what its folder has beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .options import ORIGINS, PLACE, Described, Setting
from .text import LONGEST, flat, python

HEAD = """# Written by scripts/generate from _settings/*/options.yml: change the entries there.
"""
NOTICE = """# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""
CATALOG = '''"""The settings of a table, in the order of differences and messages; each is loaded where it is needed.

Then the ways in which a table comes into being, other than CreateTable.
"""

from __future__ import annotations

from . import loads
from .entry import Entry, OriginEntry, Read

'''
LOADS = '''"""Loads a setting, or a way into being, where it is needed."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .origins.origin import Origin
    from .setting import Setting
'''
PLANNINGS = '''"""What is needed of each setting where something is to be done, loaded only then."""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .planning import Planning
    from .setting import Setting


def planning_of(setting: Setting[t.Any]) -> Planning[t.Any]:
    """Return what is needed of a setting."""
    return _LOADS[setting.name]()
'''
BESIDE = """\"\"\"{what}\"\"\"

from __future__ import annotations

import typing as t

"""


SECONDS = '''"""How long calls usually take, by operation, member and value."""

from __future__ import annotations

'''


def catalog(described: Described) -> str:
    """Return catalog.py."""
    entries = "".join(_entry(setting) for setting in described.settings)
    by_name = "BY_NAME = {entry.name: entry for entry in ENTRIES}\n"
    origins = "".join(_origin(origin) for origin in described.origins)
    return f"{HEAD}{NOTICE}{CATALOG}ENTRIES = (\n{entries})\n{by_name}ORIGINS = (\n{origins})\n"


def loads(described: Described) -> str:
    """Return loads.py."""
    found = "".join(_load(setting.name) for setting in described.settings)
    return f"{HEAD}{NOTICE}{LOADS}{found}{''.join(_load_origin(origin.name) for origin in described.origins)}"


def plannings(described: Described) -> str:
    """Return plannings.py."""
    names = [setting.name for setting in described.settings]
    loads = "".join(
        f"\n\ndef _{name}() -> Planning[t.Any]:\n    from .{name}.planning import PLANNING\n\n    return PLANNING\n"
        for name in names
    )
    entries = "".join(f"    {flat(name)}: _{name},\n" for name in names)
    return f"{HEAD}{NOTICE}{PLANNINGS}{loads}\n\n_LOADS: dict[str, Callable[[], Planning[t.Any]]] = {{\n{entries}}}\n"


def manifests(root: Path, described: Described) -> str:
    """Return manifests.py."""
    return _beside(root, described, "manifest", "ManifestFields", "What each setting is in manifests.")


def adoptings(root: Path, described: Described) -> str:
    """Return adoptings.py."""
    return _beside(root, described, "adopting", "Adopting", "What settings tell of a table that is adopted.")


def drifts(root: Path, described: Described) -> str:
    """Return drifts.py."""
    return _beside(root, described, "drift", "Drift", "What settings tell in a drift report.")


def _beside(root: Path, described: Described, module: str, kind: str, what: str) -> str:
    """Return a list of what the folders that have a file of this name hold in it, in the order of the settings."""
    folders = [each.name for each in described.settings]
    folders += [f"{ORIGINS}/{each.name}" for each in described.origins]
    found = [folder for folder in folders if (root / PLACE / folder / f"{module}.py").exists()]
    head = f"# Written by scripts/generate from the folders of settings that have a file {module}.py.\n"
    loads = "".join(f"from .{name.replace('/', '.')} import {module} as {_last(name)}\n" for name in sorted(found))
    typed = f"\nif t.TYPE_CHECKING:\n    from .{module} import {kind}\n\n"
    entries = "".join(f"    {_last(name)}.{module.upper()},\n" for name in found)
    listed = f"{module.upper()}S: tuple[{kind}, ...] = (\n{entries})\n"
    return f"{head}{NOTICE}{BESIDE.format(what=what)}{loads}{typed}{listed}"


def _last(folder: str) -> str:
    return folder.rpartition("/")[2]


def seconds(described: Described) -> str:
    """Return seconds.py."""
    times = dict(described.seconds)
    for setting in (*described.settings, *described.origins):
        times |= setting.seconds
    lines = "".join(f"    {flat(name)}: {time},\n" for name, time in sorted(times.items()))
    beside = [name for setting in described.settings for name in setting.beside_others]
    told = "# Other calls for the table go on while these take effect.\n"
    laid_out = "(\n" + "".join(f"    {flat(name)},\n" for name in beside) + ")"
    others = _tuple(beside) if len(_tuple(beside)) <= LONGEST - len("BESIDE_OTHERS = ") else laid_out
    return f"{HEAD}{NOTICE}{SECONDS}SECONDS = {{\n{lines}}}\n{told}BESIDE_OTHERS = {others}\n"


def _load(name: str) -> str:
    return (
        f"\n\ndef {name}() -> Setting[t.Any]:\n"
        f"    from .{name}.setting import {name.upper()}\n\n    return {name.upper()}\n"
    )


def _load_origin(name: str) -> str:
    return (
        f"\n\ndef {name}(given: Mapping[str, t.Any]) -> Origin:\n"
        f"    from .origins.{name}.origin import from_options\n\n    return from_options(given)\n"
    )


def _origin(origin: Setting) -> str:
    """Return the entry of a way into being."""
    told = "".join(f", {key}={_value(key, value)}" for key, value in origin.entry.items())
    (option,) = origin.options
    return f"    OriginEntry({flat(option)}, loads.{origin.name}{told}),\n"


# The longest Read that fits into its line.
WIDEST = 120 - len("        read=,")


def _entry(setting: Setting) -> str:
    """Return an entry; the options that open it are those without a default."""
    options = tuple(name for name, option in setting.options.items() if "default" not in option)
    lines = [flat(setting.name), f"loads.{setting.name}", _tuple(options)]
    if setting.inside:
        lines.append(f"inside=({', '.join(_tuple(each[:2]) for each in setting.inside)},)")
    lines += [f"{key}={_value(key, value)}" for key, value in setting.entry.items()]
    return "    Entry(\n" + "".join(f"        {line},\n" for line in lines) + "    ),\n"


def _value(key: str, value: Any) -> str:
    """Return the value of one member of an entry, which is indented by eight characters."""
    if key == "read":
        return _read(value)
    return _tuple(value) if isinstance(value, list) else python(value, 8, 8 + len(f"{key}="), {})


def _tuple(values: Any) -> str:
    return f"({', '.join(map(flat, values))}{',' if len(values) == 1 else ''})"


def _read(value: dict[str, Any]) -> str:
    """Return a Read, in one line or, where that is too long, with a line for each part."""
    parts = [f"{key}={_tuple(each) if isinstance(each, list) else flat(each)}" for key, each in value.items()]
    parts = [part.removeprefix("operation=") for part in parts]
    short = f"Read({', '.join(parts)})"
    return (
        short
        if len(short) <= WIDEST
        else f"Read(\n{''.join(f'            {part},{chr(10)}' for part in parts)}        )"
    )
