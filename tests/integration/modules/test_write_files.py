# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""write_files: the same five as of the other modules, on directories."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.integration.support.modules import ModuleHost, ModuleRun, ModuleRunner
from ansible_collections.planton.dynamodb.tests.integration.support.recorder import Recorder

pytestmark = pytest.mark.parametrize("engine", ["strict"], indirect=True)
TEXTS = {"variables/orders.yml": "---\nname: orders\n", "variables/carts.yml": "---\nname: Körbe\r\n", "all.yml": ""}


class Writer:
    """Runs write_files on one directory."""

    def __init__(self, place: Path, run: ModuleRunner) -> None:
        self.place, self._run = place, run

    def __call__(self, texts: dict[str, str], check: bool = False, **more: Any) -> ModuleRun:
        files = [{"path": path, "content": text, "tables": ["orders"]} for path, text in texts.items()]
        options = {"directory": str(self.place), "files": files, **more}
        run = self._run("write_files", options, check=check)
        assert "Traceback" not in run.stdout + run.stderr and run.calls == []
        return run

    @property
    def there(self) -> dict[str, str]:
        found = (path for path in self.place.rglob("*") if path.is_file())
        return {path.relative_to(self.place).as_posix(): path.read_bytes().decode() for path in found}


@pytest.fixture
def write(tmp_path: Path, _host: ModuleHost, recorder: Recorder) -> Writer:
    return Writer(tmp_path / "written", ModuleRunner(tmp_path, _host, recorder))


def test_files_created(write: Writer) -> None:
    run = write(TEXTS, mode="0640")
    assert run["changed"] and run["written"] == [*TEXTS]
    assert write.there == TEXTS
    assert {stat.S_IMODE((write.place / path).stat().st_mode) for path in TEXTS} == {0o640}
    assert [(entry["before"], entry["after"]) for entry in run["diff"]] == [("", text) for text in TEXTS.values()]


def test_files_unchanged(write: Writer) -> None:
    write(TEXTS, mode="0640")
    times = [(write.place / path).stat().st_mtime_ns for path in TEXTS]
    run = write(TEXTS, mode="0640")
    assert not run["changed"] and run["written"] == run["diff"] == []
    assert [(write.place / path).stat().st_mtime_ns for path in TEXTS] == times


def test_files_changed(write: Writer) -> None:
    write({**TEXTS, "variables/other.yml": "mine\n"}, mode="0640")
    changed = {**TEXTS, "all.yml": "tables: []\n"}
    run = write(changed, mode="0640")
    assert run["changed"] and run["written"] == ["all.yml"]
    assert run["diff"] == [
        {"before_header": "all.yml", "after_header": "all.yml", "before": "", "after": "tables: []\n"}
    ]
    assert write.there == {**changed, "variables/other.yml": "mine\n"}
    assert write(changed, mode="0600")["written"] == [*TEXTS]
    assert {stat.S_IMODE((write.place / path).stat().st_mode) for path in TEXTS} == {0o600}


def test_files_in_check_mode(write: Writer) -> None:
    planned = write(TEXTS, check=True, mode="0640")
    assert not write.place.exists()
    made = write(TEXTS, mode="0640")
    changed = {**TEXTS, "all.yml": "tables: []\n"}
    assert write(changed, check=True)["written"] == ["all.yml"] and write.there == TEXTS
    assert write(TEXTS, check=True, mode="0600")["written"] == [*TEXTS]
    assert not write(TEXTS, mode="0640")["changed"]
    for key in ("changed", "written", "diff"):
        assert planned[key] == made[key]


def test_files_error(write: Writer) -> None:
    outside = ["/etc/orders.yml", "../orders.yml", "variables/../../orders.yml", "."]
    run = write({**dict.fromkeys(outside, "x"), **TEXTS, "./all.yml": "y"})
    assert run.failed and not run["changed"] and not write.place.exists()
    for number, path in enumerate(outside):
        assert f"files[{number}].path: '{path}' is no path below the directory" in run["msg"]
    assert "files[7].path: './all.yml' is there twice" in run["msg"]

    (write.place / "variables" / "orders.yml").mkdir(parents=True)
    run = write(TEXTS)
    assert run.failed and run["changed"] and run["written"] == ["variables/carts.yml", "all.yml"]
    assert run["msg"] == "Could not be written: variables/orders.yml: Is a directory"


def test_masked_text_is_refused_and_nothing_written(write: Writer) -> None:
    run = write(
        {**TEXTS, "manifests/orders.yml": "team: VALUE_SPECIFIED_IN_NO_LOG_PARAMETER\n", "one.yml": "a: x********\n"}
    )
    assert run.failed and not run["changed"]
    assert run["msg"].startswith("masked values at manifests/orders.yml, one.yml. Ansible hides a secret of a task")
    assert write.there == {}
    assert write({"all.yml": f"# {'*' * 76}\n"})["changed"]
