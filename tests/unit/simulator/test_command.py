# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine from a shell."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.__main__ import parse

TESTS = Path(__file__).parents[2]


def test_it_prints_where_it_answers_and_ends_when_told() -> None:
    """`python -m simulator`: the address on the first line; SIGTERM ends it without complaint."""
    command = [sys.executable, "-m", "simulator", "--scale", "60", "--seed", "3", "--admit-unknown"]
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        url = process.stdout.readline().strip()
        with urllib.request.urlopen(f"{url}/_simulator/behaviour", timeout=10) as answer:
            manners = json.load(answer)
        with urllib.request.urlopen(f"{url}/_simulator/health", timeout=10) as answer:
            health = json.load(answer)
        process.terminate()
        assert process.wait(timeout=10) == 0
        assert process.stderr.read() == ""
    assert (manners["seed"], manners["unknown"], health["scale"]) == (3, True, 60.0)


def test_options() -> None:
    """Left out: a free port, real time, what is unknown refused."""
    options = parse([])
    assert (options.port, options.scale, options.seed, options.admit_unknown) == (0, 1.0, 0, False)
    with pytest.raises(SystemExit):
        parse(["--speed", "2"])
