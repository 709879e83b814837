# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of the build stage fail where they should, and every place names the one version."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from devkit.contents import dangling_links, image_faults, tarball_faults
from devkit.environments import ROOT
from devkit.workspace import tracked_files

CONTAINERFILE = """\
ARG EE_BASE_IMAGE="docker.io/redhat/ubi9:latest"
ARG PYCMD="/usr/bin/python3.12"
ARG PYPKG="python3.12"
ARG ANSIBLE_INSTALL_REFS="ansible-core>=2.19 ansible-runner"
"""
TARBALL = "planton-dynamodb-0.9.0.tar.gz"
DEFINITION = f"- name: /build/{TARBALL}\n- src: .build/{TARBALL}\n"
RUNTIME = 'requires_ansible: ">=2.19.0"\n'
VERSION = str(yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"])


def test_files_of_the_tarball() -> None:
    kept_back = ["docs/docsite/conf.py", "docs/docsite/static/a.css", "plugins/module_utils/_settings/ttl/options.yml"]
    repository = ["plugins/a.py", *kept_back, "tests/b.py", "README.md", "scripts/demo"]
    assert [*tarball_faults(["plugins/a.py", "README.md", "FILES.json", "MANIFEST.json"], repository)] == []
    assert [*tarball_faults(["plugins/a.py", "tests/b.py"], repository)] == [
        "tests/b.py is in the tarball, and users do not need it",
        "README.md is not in the tarball, and users need it",
    ]


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "here.md").write_text(
        "[a](../README.md#b) [c](https://d.example/e) [f](#g) [h](../tests/i.md#j)\n"
    )
    (tmp_path / "README.md").write_text("[a](docs/here.md)\n```\n[b](nowhere)\n```\n")
    assert [*dangling_links(tmp_path)] == ["docs/here.md: ../tests/i.md is not there; link to the repository instead"]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("", "", None),
        ("docker.io/redhat/ubi9:latest", "quay.io/ansible/ansible-runner:latest", "the base image is quay.io/ansible"),
        ('ARG EE_BASE_IMAGE="docker.io/redhat/ubi9:latest"\n', "", "the base image is none"),
        ('ARG PYPKG="python3.12"\n', "", "the interpreter is /usr/bin/python3.12 of the package none"),
        ('PYCMD="/usr/bin/python3.12"', 'PYCMD="/usr/bin/python3"', "the interpreter is /usr/bin/python3 of"),
        ("core>=2.19", "core>=2.18", "may be older than requires_ansible"),
        ("core>=2.19", "core", "may be older than requires_ansible"),
    ],
)
def test_an_image_that_would_not_work(before: str, after: str, fault: str | None) -> None:
    _python, faults = image_faults(CONTAINERFILE.replace(before, after), DEFINITION, RUNTIME, [TARBALL])
    assert len(faults) == (fault is not None) and (fault is None or fault in faults[0])


def test_an_image_of_another_version() -> None:
    python, faults = image_faults(CONTAINERFILE, DEFINITION, RUNTIME, ["planton-dynamodb-0.9.1.tar.gz"])
    assert (python, faults) == ("3.12", ["execution-environment.yml does not take planton-dynamodb-0.9.1.tar.gz"])


def _released() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "changelogs" / "changelog.yaml").read_text())["releases"]
    return found


def test_every_place_names_the_version() -> None:
    assert VERSION in _released()
    assert (ROOT / "execution-environment.yml").read_text().count(f"planton-dynamodb-{VERSION}.tar.gz") == 2
    assert f"v{VERSION}".replace(".", r"\.") in (ROOT / "CHANGELOG.md").read_text()


def test_nothing_was_added_in_a_version_that_there_is_not() -> None:
    texts = [(path, (ROOT / path).read_text()) for path in tracked_files() if path.startswith(("plugins/", "roles/"))]
    added = {(path, found) for path, text in texts for found in re.findall(r"version_added: *[\"']?([\d.]+)", text)}
    assert len(added) > 10
    assert not {(path, found) for path, found in added if found not in _released()}


# Ansible masks a secret wherever it occurs in a result, so one of an example must not be a word.
SECRET = re.compile(r"(?i)secret_(?:access_)?key[\"']?\]? ?[=:] ?[\"']?([a-z][\w-]*)")
NAMES = {"not-a-real-secret-7f3a", "secret_key"}


def test_no_example_has_a_secret_that_occurs_in_results() -> None:
    pages = [path for path in tracked_files() if path.endswith((".md", ".yml", ".sh")) or path.startswith("scripts/")]
    found = {(path, word) for path in pages for word in SECRET.findall((ROOT / path).read_text())}
    assert ("README.md", "not-a-real-secret-7f3a") in found
    assert not {(path, word) for path, word in found if word.lower() not in NAMES}
