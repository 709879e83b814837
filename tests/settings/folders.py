# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds what the folders beside this file hold, so that a new setting is tested as soon as its folder is here."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
# The folder of what concerns several settings, or the table as a whole.
TOGETHER = "_together"


def files(pattern: str) -> list[Path]:
    """The files of that name, or pattern, in all folders; in the order of the folders' names."""
    return sorted(HERE.glob(f"*/{pattern}"))


def modules(name: str) -> dict[str, ModuleType]:
    """The Python file of that name of each folder that has one, by the name of the folder."""
    package = __name__.rpartition(".")[0]
    found = [path.parent.name for path in files(f"{name}.py")]
    return {folder: importlib.import_module(f"{package}.{folder}.{name}") for folder in found}
