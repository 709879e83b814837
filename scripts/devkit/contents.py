# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tarball and the execution environment have to hold. It returns faults as text, and starts nothing."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# Every file of the repository below these, or of that name, is in the tarball.
SHIPPED = (
    *(
        "plugins/",
        "roles/",
        "playbooks/",
        "meta/",
        "extensions/",
        "docs/",
        "examples/use_cases/",
        "examples/global_tables/",
        "examples/limits/",
        "examples/manifests/",
        "examples/migrating/",
        "examples/scaling/",
        "examples/sharing/",
    ),
    *("README.md", "CHANGELOG.md", "COPYING", "bindep.txt", "requirements.txt"),
    *("changelogs/changelog.yaml", "changelogs/config.yaml"),
)
# But for these patterns: from these files the site of the pages is made, and the documentation is written.
KEPT_BACK = (
    *("docs/docsite/conf.py", "docs/docsite/index.md", "docs/docsite/static/*"),
    "plugins/module_utils/_settings/*.yml",
)
# What ansible-galaxy adds.
ADDED = {"FILES.json", "MANIFEST.json"}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
FENCED = re.compile(r"^```.*?^```", re.M | re.S)
ELSEWHERE = re.compile(r"[a-z]+:")

# The images that ansible-builder takes by itself, whose Python is too old.
OUTDATED = "ansible-runner"
ARGUMENT = re.compile(r'^ARG (\w+)="(.*)"$', re.M)
PYTHON = re.compile(r"/usr/bin/python(3\.\d+)")
FLOOR = re.compile(r">=\s*(\d+)\.(\d+)")


def tarball_faults(names: Iterable[str], repository: Iterable[str]) -> Iterator[str]:
    """Tell what is in the tarball and should not be, and the other way round, from the files of both."""
    wanted = {name for name in repository if name.startswith(SHIPPED) and not _kept_back(name)}
    there = set(names) - ADDED
    yield from (f"{name} is in the tarball, and users do not need it" for name in sorted(there - wanted))
    yield from (f"{name} is not in the tarball, and users need it" for name in sorted(wanted - there))


def _kept_back(name: str) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in KEPT_BACK)


def dangling_links(directory: Path) -> Iterator[str]:
    """Tell of links of the pages below a directory that lead to files which are not there."""
    for page in sorted(directory.rglob("*.md")):
        for target in LINK.findall(FENCED.sub("", page.read_text())):
            if not ELSEWHERE.match(target) and not (page.parent / target).exists():
                yield f"{page.relative_to(directory)}: {target} is not there; link to the repository instead"


def image_faults(containerfile: str, definition: str, runtime: str, tarballs: list[str]) -> tuple[str, list[str]]:
    """Return the Python of the image, if one is named, and what would keep the image from working.

    That is told from the Containerfile that ansible-builder has written from the definition, from meta/runtime.yml, and
    from the names of the tarballs of this version.
    """
    arguments = dict(ARGUMENT.findall(containerfile))
    faults = []
    image = arguments.get("EE_BASE_IMAGE", "")
    if not image or OUTDATED in image:
        faults.append(f"the base image is {image or 'none'}: name one in execution-environment.yml")
    python = PYTHON.fullmatch(arguments.get("PYCMD", ""))
    package = arguments.get("PYPKG", "")
    if python is None or package != f"python{python[1]}":
        faults.append(f"the interpreter is {arguments.get('PYCMD')} of the package {package or 'none'}: name both")
    least, needed = FLOOR.search(arguments.get("ANSIBLE_INSTALL_REFS", "")), FLOOR.search(runtime)
    if least is None or needed is None or _version(least) < _version(needed):
        faults.append("ansible-core of the image may be older than requires_ansible of meta/runtime.yml")
    faults += [f"execution-environment.yml does not take {name}" for name in tarballs if definition.count(name) != 2]
    return python[1] if python else "", faults


def _version(found: re.Match[str]) -> tuple[int, int]:
    return int(found[1]), int(found[2])
