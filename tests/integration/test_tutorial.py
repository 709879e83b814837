# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/tutorial.md word for word: its files written, its commands run, its outputs found in what they print."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from devkit.environments import ENVIRONMENTS, ROOT, VENVS, clean_environ, ensure
from devkit.workspace import copied_tree

CORE = "core-2.19"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
# What follows is for a real account.
LOCAL, REAL = (ROOT / "docs" / "tutorial.md").read_text().split("\n## On a real account\n")
MARK = "==== end of block"


class Block(NamedTuple):
    """A block of the page: its language and its text."""

    language: str
    text: str


BLOCKS = [Block(*found) for found in BLOCK.findall(LOCAL)]


def script() -> str:
    """The files and commands of the page as one script, each block followed by a mark in the output."""
    parts = ["set -eu"]
    for block in BLOCKS:
        if block.language == "yaml":
            name = block.text.splitlines()[0].removeprefix("# ")
            parts.append(f"cat > {name} <<'END'\n{block.text}END")
        elif block.language == "shell":
            parts.append(f"{block.text}\necho '{MARK}'")
    return "\n".join(parts)


def expected() -> Iterator[tuple[int, str]]:
    """Each line that the page shows, with the number of the commands that print it."""
    number = -1
    for block in BLOCKS:
        number += block.language == "shell"
        if block.language == "text":
            yield from ((number, line) for line in block.text.splitlines())


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """What the commands of each block print, in a checkout and a home of their own."""
    core = ENVIRONMENTS[CORE]
    ensure("engine-strict")
    with copied_tree(core) as checkout:
        (checkout / ".venvs").symlink_to(VENVS, target_is_directory=True)
        environ = {**clean_environ(), "HOME": str(tmp_path_factory.mktemp("home")), "ANSIBLE_NOCOLOR": "1"}
        try:
            finished = subprocess.run(
                [shutil.which("bash") or "bash", "-c", script()],
                cwd=checkout,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=600,
                check=False,
            )
        finally:
            subprocess.run([checkout / "scripts" / "engine", "stop", "strict"], capture_output=True, check=False)
        assert finished.returncode == 0, finished.stdout
        yield finished.stdout.split(MARK)


@pytest.mark.skipif(Path(sys.prefix).name != CORE, reason=f"the tutorial uses {CORE}")
def test_every_command_does_what_the_page_shows(outputs: list[str]) -> None:
    assert len(outputs) == 1 + sum(block.language == "shell" for block in BLOCKS)
    missing = [f"{line!r} is not in:\n{outputs[number]}" for number, line in expected() if line not in outputs[number]]
    assert not missing, "\n".join(missing)


def test_no_id_of_a_plan_is_there_to_copy() -> None:
    """An id holds for one table at one time, so the page shows how the reader gets theirs."""
    page = (ROOT / "docs" / "tutorial.md").read_text()
    # The one that is refused.
    assert set(re.findall(r"\b[0-9a-f]{16}\b", page)) == {"0123456789abcdef"}


def test_every_block_is_a_file_a_command_or_an_output() -> None:
    assert {block.language for block in BLOCKS} == {"shell", "text", "yaml"}
    assert all(block.text.startswith("# ") for block in BLOCKS if block.language == "yaml")
    assert "```" not in REAL
