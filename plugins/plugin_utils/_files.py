# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this plugin util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Finds the files that a path, a pattern or a directory stands for, in several base directories."""

from __future__ import annotations

import glob
import os
import typing as t

SUFFIXES = (".yml", ".yaml", ".json")


class NoFileError(Exception):
    """No file was found; the text says where."""


class Found(t.NamedTuple):
    """A file: its path, and its name for messages."""

    path: str
    name: str


def find_files(pattern: str, bases: t.Sequence[str]) -> list[Found]:
    """Return the matching files, sorted, from the first base directory that has any; raises ``NoFileError``."""
    expanded = os.path.expanduser(pattern)
    places = [""] if os.path.isabs(expanded) else list(dict.fromkeys(bases))
    for place in places:
        matches = _matches(os.path.join(place, expanded))
        if matches:
            return [Found(path, os.path.relpath(path, place) if place else path) for path in matches]
    where = "" if os.path.isabs(expanded) else f" in {', '.join(places)}"
    raise NoFileError(f"'{pattern}' is no file, no directory with manifests and no pattern that matches any{where}")


def _matches(path: str) -> list[str]:
    if os.path.isfile(path):
        return [path]
    found = [path] if os.path.isdir(path) else sorted(glob.glob(path, recursive=True))
    return sorted({file for each in found for file in _below(each)})


def _below(path: str) -> t.Iterator[str]:
    """Return a file itself, or all YAML and JSON files below a directory, except hidden ones."""
    if os.path.isfile(path):
        yield path
    for directory, names, files in os.walk(path):
        names[:] = [name for name in names if not name.startswith(".")]
        for file in files:
            if file.endswith(SUFFIXES) and not file.startswith("."):
                yield os.path.join(directory, file)
