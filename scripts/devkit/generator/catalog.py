# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogs: what is known of each setting without importing it, what is imported by name, and what its folder has
beside.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .options import ORIGINS, PLACE, Described, OptionsError, Setting
from .text import LONGEST, call, flat

HEAD = """# Written by scripts/generate from _settings/*/options.yml: change the entries there.
"""
NOTICE = """# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""
CATALOG = '''"""The settings of a table, in the order of differences and messages; each is imported where it is needed.

Then the ways in which a table comes into being, other than CreateTable. Every run has all of this, so it is short.
"""

from __future__ import annotations

from .entry import Entry, OriginEntry

'''
SHIPPED = '''"""What is imported by its name, by ``entry.py`` and ``plannings.py``.

Ansible sends to a host what import statements name, also those that never run. These never run.
"""

from __future__ import annotations

import typing as t

'''
SHIPPED_TYPES = """
if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .origins.origin import Origin
    from .planning import Planning
    from .setting import Setting

"""
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


def shipped(described: Described) -> str:
    """Return shipped.py, whose lists let type checkers see that each file has what is imported of it."""
    names, origins = ([each.name for each in part] for part in (described.settings, described.origins))
    modules = [(name, f"{name}.{file}") for name in names for file in ("planning", "setting")]
    modules += [(f"{ORIGINS}.{name}", f"{name}.origin") for name in origins]
    lines = sorted(_shipping(folder, file) for folder, file in modules)
    settings = "".join(f"    {name}_setting.{name.upper()},\n" for name in names)
    plannings = "".join(f"    {name}_planning.PLANNING,\n" for name in names)
    ways = "".join(f"    {name}_origin.from_options,\n" for name in origins)
    return (
        f"{HEAD}{NOTICE}{SHIPPED}{''.join(lines)}{SHIPPED_TYPES}"
        f"SETTINGS: tuple[Setting[t.Any], ...] = (\n{settings})\n"
        f"PLANNINGS: tuple[Planning[t.Any], ...] = (\n{plannings})\n"
        f"ORIGINS: tuple[Callable[..., Origin], ...] = (\n{ways})\n"
    )


def _shipping(folder: str, module: str) -> str:
    """Return the import of a file, which is called by its folder and its own name."""
    name, file = module.split(".")
    return f"from .{folder} import {file} as {name}_{file}\n"


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


def _origin(origin: Setting) -> str:
    """Return the entry of a way into being, whose option is called as its folder."""
    if [*origin.options] != [origin.name]:
        raise OptionsError(f"origins/{origin.name}/options.yml: it has one option, called {origin.name}")
    return _item("OriginEntry", [flat(origin.name), *(f"{key}={_value(value)}" for key, value in origin.entry.items())])


def _entry(setting: Setting) -> str:
    """Return the entry of a setting; the options that give it a value are those without a default."""
    told = dict(setting.entry)
    absent, shown = told.pop("absent", {}), told.pop("shown_in", ())
    options = {name: absent.get(name) for name, option in setting.options.items() if "default" not in option}
    parts = [flat(setting.name), _options(options), *([_tuple(shown)] if shown else [])]
    if setting.inside:
        parts.append(f"inside=({', '.join(_tuple(each[:2]) for each in setting.inside)},)")
    return _item("Entry", [*parts, *(f"{key}={_value(value)}" for key, value in told.items())])


def _options(options: dict[str, Any]) -> str:
    """Return the options of an entry as ruff lays them out: in one line, or each in its own."""
    told, indent = flat(options), " " * 8
    if len(f"{indent}{told},") <= LONGEST:
        return told
    return (
        "{\n" + "".join(f"{indent}    {flat(name)}: {flat(value)},\n" for name, value in options.items()) + indent + "}"
    )


def _item(name: str, parts: list[str]) -> str:
    """Return a call as an item of a tuple."""
    return f"    {call(name, parts, 4, len('    ,'))},\n"


def _value(value: Any) -> str:
    return _tuple(value) if isinstance(value, list) else flat(value)


def _tuple(values: Any) -> str:
    return f"({', '.join(map(flat, values))}{',' if len(values) == 1 else ''})"
