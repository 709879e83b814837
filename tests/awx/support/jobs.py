# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs as AWX starts them: a template with answers becomes a private data directory, and ansible-runner runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.planton.dynamodb.tests.awx.server.app import Awx
from ansible_collections.planton.dynamodb.tests.awx.server.rules import check_answers
from devkit.environments import ROOT, Environment, clean_environ

SECONDS = 120
# What a project has to have: a line for each playbook, and what collections it needs.
PLAYBOOKS = {
    "plan.yml": "planton.dynamodb.plan",
    "converge.yml": "planton.dynamodb.converge",
    "destroy.yml": "planton.dynamodb.destroy",
    "adopt.yml": "planton.dynamodb.adopt",
    "drift_report.yml": "planton.dynamodb.drift_report",
}


def make_project(place: Path) -> Path:
    """A checkout of a project, with the collection below requirements_collections, where AWX installs it."""
    project = place / "project"
    project.mkdir(parents=True)
    for file, playbook in PLAYBOOKS.items():
        (project / file).write_text(yaml.safe_dump([{"name": playbook, "import_playbook": playbook}]))
    galaxy = str(Path(sys.executable).with_name("ansible-galaxy"))
    collections = str(place / "requirements_collections")
    install = [galaxy, "collection", "install", str(ROOT), "--no-deps", "--force", "-p", collections]
    subprocess.run(install, env=clean_environ(), check=True, capture_output=True, timeout=SECONDS)
    return place


@dataclass
class Job:
    """What came of one job."""

    status: str
    output: str
    events: list[dict[str, Any]]

    @property
    def artifacts(self) -> dict[str, Any]:
        """What AWX hands to the next nodes of a workflow."""
        for data in self.data("playbook_on_stats"):
            return dict(data.get("artifact_data", {}))
        return {}

    def data(self, kind: str) -> Iterator[dict[str, Any]]:
        """The events of one kind."""
        return (event["event_data"] for event in self.events if event["event"] == kind)

    def facts(self, name: str) -> dict[str, Any]:
        """A fact by host."""
        found = ((data["host"], data["res"].get("ansible_facts", {})) for data in self.data("runner_on_ok"))
        return {host: facts[name] for host, facts in found if name in facts}

    def changed(self) -> dict[str, int]:
        """How many tasks changed something on each host."""
        return next(self.data("playbook_on_stats"))["changed"]


@dataclass
class Launcher:
    """Launches the templates that awx_setup has made in an AWX."""

    awx: Awx
    runner: Environment
    prepared: Path
    place: Path
    inventory: dict[str, Any]
    count: int = field(default=0)

    def __call__(
        self,
        name: str,
        answers: dict[str, Any] | None = None,
        artifacts: dict[str, Any] | None = None,
        limit: str = "",
        check: bool = False,
    ) -> Job:
        """Launch a template with the answers to its survey; artifacts are those of the jobs before it."""
        store = self.awx.store
        template = store.named("job_templates", name)
        survey = store.surveys.get(template["id"], {})
        # In this order, as SurveyJobTemplateMixin and WorkflowJobNode put them together.
        defaults = {q["variable"]: q["default"] for q in survey.get("spec", []) if "default" in q}
        given = {**_unanswered(survey), **(answers or {})}
        check_answers(survey, given)
        variables = {**json.loads(template["extra_vars"]), **defaults, **(artifacts or {}), **given}
        data = self._prepare(template, variables)
        flags = ["-u", "root", *(["--diff"] if template["diff_mode"] else []), *(["--check"] if check else [])]
        flags += ["-l", limit] if limit else []
        command = [self.runner.tool("ansible-runner"), "run", str(data), "-p", template["playbook"], "--ident", "job"]
        command += ["--forks", str(template["forks"]), f"--cmdline={' '.join(flags)}"]
        done = subprocess.run(
            command, env=_environ(self.place), cwd=data, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        kept = data / "artifacts" / "job"
        paths = sorted((kept / "job_events").glob("*.json"), key=lambda path: int(path.name.partition("-")[0]))
        events = [json.loads(path.read_text()) for path in paths]
        return Job((kept / "status").read_text(), done.stdout + done.stderr, events)

    def _prepare(self, template: dict[str, Any], variables: dict[str, Any]) -> Path:
        """Write the private data directory of a job."""
        self.count += 1
        data = self.place / f"job-{self.count}"
        shutil.copytree(self.prepared / "project", data / "project")
        for part in ("env", "inventory"):
            (data / part).mkdir()
        script = data / "inventory" / "hosts"
        script.write_text(f"#!/usr/bin/env python3\nprint({json.dumps(self.inventory)!r})\n")
        script.chmod(0o700)
        (data / "env" / "extravars").write_text(json.dumps(variables))
        collections = str(self.prepared / "requirements_collections")
        (data / "env" / "envvars").write_text(
            json.dumps({**self._credentials(template), "ANSIBLE_COLLECTIONS_PATH": collections})
        )
        return data

    def _credentials(self, template: dict[str, Any]) -> dict[str, str]:
        """What the credential type Amazon Web Services puts into the environment of a job."""
        names = {"username": "AWS_ACCESS_KEY_ID", "password": "AWS_SECRET_ACCESS_KEY"}
        found: dict[str, str] = {}
        for credential in self.awx.store.tied(template, "credentials"):
            kept = self.awx.store.secret(credential)
            found.update({names[key]: kept[key] for key in names})
        return found


def _unanswered(survey: dict[str, Any]) -> dict[str, str]:
    """What the form of AWX sends for a text question that was left empty: the empty text, which is an answer too."""
    questions = (q for q in survey.get("spec", []) if q["type"] in ("text", "textarea", "password"))
    return {q["variable"]: "" for q in questions if not (q["required"] or q.get("default") or q.get("min"))}


def _environ(home: Path) -> dict[str, str]:
    """An execution environment: ansible-playbook and boto3, and no settings of this machine."""
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
