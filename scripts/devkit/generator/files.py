# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that are written, and what each has to be."""

from __future__ import annotations

from pathlib import Path

from . import argspec, catalog, fragments, readme, role, validation
from .options import read

FRAGMENTS = Path("plugins", "doc_fragments")
ARGSPEC = Path("plugins", "module_utils", "_argspec.py")
SETTINGS = Path("plugins", "module_utils", "_settings")
VALIDATION = Path("docs", "validation.md")
ROLE = Path("roles", "aws_dynamodb")


def generated(root: Path) -> dict[Path, str]:
    """Return what every generated file below the root has to be, by its path from there."""
    described = read(root)
    return {
        FRAGMENTS / "_table_options.py": fragments.table_options(described),
        FRAGMENTS / "_run_options.py": fragments.run_options(described),
        FRAGMENTS / "_tables_option.py": fragments.tables_option(described),
        ARGSPEC: argspec.argspec(described, (root / ARGSPEC).read_text(encoding="utf-8")),
        SETTINGS / "catalog.py": catalog.catalog(described),
        SETTINGS / "shipped.py": catalog.shipped(described),
        SETTINGS / "seconds.py": catalog.seconds(described),
        SETTINGS / "manifests.py": catalog.manifests(root, described),
        SETTINGS / "adoptings.py": catalog.adoptings(root, described),
        SETTINGS / "drifts.py": catalog.drifts(root, described),
        ROLE / "meta" / "argument_specs.yml": role.argument_specs(described),
        ROLE / "defaults" / "main.yml": role.defaults(described),
        VALIDATION: validation.validation(described, (root / VALIDATION).read_text(encoding="utf-8")),
        ROLE / "README.md": readme.readme(described, (root / ROLE / "README.md").read_text(encoding="utf-8")),
    }


def stale(root: Path) -> dict[Path, str]:
    """Return the generated files that are not what they have to be, with what they have to be."""
    wanted = generated(root)
    return {
        path: text
        for path, text in wanted.items()
        if not (root / path).exists() or (root / path).read_text(encoding="utf-8") != text
    }
