# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Places a collection has to stand in before Ansible's tools accept it: a linked tree, or a copied one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devkit.environments import ROOT, Environment, SetupError

COLLECTION = Path("ansible_collections", "planton", "dynamodb")


@contextmanager
def linked_tree() -> Iterator[Path]:
    """A directory to name in ANSIBLE_COLLECTIONS_PATH, for tools that follow links."""
    with tempfile.TemporaryDirectory(prefix="planton-dynamodb-") as tree:
        link = Path(tree, COLLECTION)
        link.parent.mkdir(parents=True)
        link.symlink_to(ROOT, target_is_directory=True)
        yield Path(tree)


@contextmanager
def copied_tree(environment: Environment) -> Iterator[Path]:
    """A copy of what git would commit, outside the checkout, beside the amazon.aws of that environment.

    ansible-test refuses a link, and below a directory that git ignores it skips every target and still succeeds.
    """
    with tempfile.TemporaryDirectory(prefix="planton-dynamodb-") as tree:
        target = Path(tree, COLLECTION)
        for name in tracked_files():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name, follow_symlinks=False)
        add_dependencies(environment, Path(tree))
        yield target


def add_dependencies(environment: Environment, tree: Path) -> None:
    """Put amazon.aws of the community package into a collections tree.

    A link to it would lead back below .venvs, which git ignores, and antsibull-docs copies what git knows.
    """
    source = next((environment.path / "lib").glob("python3.*/site-packages/ansible_collections/amazon/aws"), None)
    if source is None:
        raise SetupError(f"{environment.name} has no amazon.aws")
    shutil.copytree(source, tree / "ansible_collections" / "amazon" / "aws")


def tracked_files() -> list[str]:
    """The files of the checkout that git does not ignore, new ones too."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sorted(name for name in set(listing.split("\0")) if name and (ROOT / name).exists())
