# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interpreter that modules of playbooks start with behaves as Python does, and has the client library already."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.playbooks import ready_python

TELLS = """\
import json, os, sys
boto3 = "boto3" in sys.modules
ansible = any(name.partition(".")[0] in ("ansible", "ansible_collections") for name in sys.modules)
print(json.dumps([sys.argv[1:], sys.stdin.read(), dict(os.environ), os.getcwd(), os.umask(0), __name__, sys.path[0]]))
print(boto3, ansible, sys.executable, file=sys.stderr)
sys.exit(int(sys.argv[1]))
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "tells.py"
    path.write_text(TELLS)
    return path


@pytest.mark.parametrize("code", [0, 3])
def test_it_is_a_python_with_the_client_library_and_nothing_of_ansible(script: Path, code: int) -> None:
    asked = {"input": "some text", "env": {"LANG": "C", "OF_MINE": "yes"}, "cwd": script.parent, "umask": 0o027}
    plain, ready = (
        subprocess.run([python, script, str(code), "more"], capture_output=True, text=True, check=False, **asked)
        for python in (sys.executable, ready_python())
    )
    assert (ready.returncode, ready.stdout) == (code, plain.stdout)
    assert plain.stderr.split() == ["False", "False", sys.executable]
    assert ready.stderr.split() == ["True", "False", sys.executable]


def test_what_is_no_script_goes_to_python_itself() -> None:
    command = [ready_python(), "-c", "import sys; print('boto3' in sys.modules)"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("which", ["the program", "whoever asked"])
def test_both_end_together(tmp_path: Path, which: str) -> None:
    script = tmp_path / "waits.py"
    script.write_text("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)\n")
    with subprocess.Popen([ready_python(), script], stdout=subprocess.PIPE, text=True) as asked:
        assert asked.stdout
        program = int(asked.stdout.readline())
        assert program != asked.pid
        os.kill(program if which == "the program" else asked.pid, signal.SIGKILL)
        assert asked.wait(30) == -signal.SIGKILL
    deadline = time.monotonic() + 30
    while Path("/proc", str(program)).exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
