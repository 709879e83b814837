# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The objects of an AWX, in memory: made, changed, found and tied to each other as its API does it."""

from __future__ import annotations

import itertools
import json
from typing import Any

from .kinds import ENCRYPTED, KINDS, SURVEYED, UNIFIED, Kind
from .rules import RefusedError, check_aws_inputs, check_extra_vars, check_rrule, check_survey

Item = dict[str, Any]
API = "/api/v2"
_SECRETS = ("password", "security_token")


class MissingError(Exception):
    """Nothing is there: 404."""


class Store:
    """All objects by endpoint and id. Ids are unique over all endpoints, so that mixing them up is seen."""

    def __init__(self, playbooks: list[str]) -> None:
        self._ids = itertools.count(1)
        self._kept: dict[str, dict[int, Item]] = {name: {} for name in KINDS}
        self._secrets: dict[int, dict[str, str]] = {}
        self._tied: dict[tuple[int, str], list[int]] = {}
        self.surveys: dict[int, Item] = {}
        # What each project holds; AWX learns it when it has fetched the repository.
        self._playbooks = playbooks
        self._keep("organizations", {"name": "Default"})
        self._keep("credential_types", {"name": "Amazon Web Services", "namespace": "aws"})
        self._keep("credential_types", {"name": "Machine", "kind": "ssh", "namespace": "ssh"})

    def all(self, endpoint: str) -> list[Item]:
        """Return the objects of an endpoint; of several for that of all templates."""
        names = UNIFIED if endpoint == "unified_job_templates" else (endpoint,)
        return [item for name in names for item in self._kept[name].values()]

    def named(self, endpoint: str, name: str) -> Item:
        """Return the one object of that name."""
        (found,) = (item for item in self.all(endpoint) if name in (item.get("name"), item.get("identifier")))
        return found

    def tied(self, item: Item, association: str) -> list[Item]:
        """Return what an object is tied to."""
        return [self.get("", id_) for id_ in self._tied.get((item["id"], association), [])]

    def secret(self, credential: Item) -> dict[str, str]:
        """Return what AWX keeps to itself."""
        return self._secrets.get(credential["id"], {})

    def get(self, endpoint: str, id_: int) -> Item:
        """Return one object; of whatever endpoint if none is given."""
        for name in [endpoint] if endpoint else KINDS:
            if id_ in self._kept[name]:
                return self._kept[name][id_]
        raise MissingError(f"{endpoint} {id_}")

    def find(self, endpoint: str, query: dict[str, str]) -> list[Item]:
        """Return what a list view answers; parameters with or__ widen, all others narrow."""
        either = {key.removeprefix("or__"): value for key, value in query.items() if key.startswith("or__")}
        each = {key: value for key, value in query.items() if not key.startswith("or__")}
        items = [item for item in self.all(endpoint) if all(_matches(item, key, each[key]) for key in each)]
        return [item for item in items if not either or any(_matches(item, key, either[key]) for key in either)]

    def create(self, endpoint: str, given: Item) -> Item:
        """Make an object."""
        kind = KINDS[endpoint]
        if kind.made_here:
            raise RefusedError(f"{endpoint} cannot be made by hand")
        missing = [name for name in kind.required if given.get(name) in (None, "")]
        if missing:
            raise RefusedError(f"required: {', '.join(missing)}")
        self._check(endpoint, given, None)
        item = self._keep(endpoint, given)
        if endpoint == "projects":
            update = self._keep("project_updates", {"name": item["name"], "status": "successful"})
            item["summary_fields"]["current_update"] = {"id": update["id"]}
        return item

    def change(self, endpoint: str, id_: int, given: Item) -> Item:
        """Change an object."""
        item = self.get(endpoint, id_)
        self._check(endpoint, {**item, **given}, id_, given)
        changed = {**item, **self._cleaned(KINDS[endpoint], given, id_)}
        self._kept[endpoint][id_] = changed
        return changed

    def tie(self, endpoint: str, id_: int, association: str, given: Item) -> None:
        """Tie an object to another one, or untie it."""
        other = self.get(KINDS[endpoint].associations[association], given["id"])
        ties = self._tied.setdefault((self.get(endpoint, id_)["id"], association), [])
        if given.get("disassociate"):
            ties.remove(other["id"])
        elif association == "credentials" and self._same_type(ties, other):
            raise RefusedError(f"Cannot assign multiple {other['name']} credentials of one type")
        else:
            ties.append(other["id"])

    def set_survey(self, id_: int, spec: Item) -> None:
        """Set the survey of a template; an empty dictionary removes it."""
        if spec:
            check_survey(spec)
        self.surveys[id_] = spec

    def approve(self, id_: int, given: Item) -> Item:
        """Make a node one that waits for an approval."""
        node = self.get("workflow_job_template_nodes", id_)
        unknown = given.keys() - {"name", "description", "timeout"}
        if unknown or not given.get("name"):
            raise RefusedError(f"an approval has name, description and timeout, not {sorted(unknown)}")
        template = self._keep("workflow_approval_templates", given)
        self._point(node, template["id"])
        return template

    def _same_type(self, ties: list[int], other: Item) -> bool:
        return any(self.get("credentials", tie)["credential_type"] == other["credential_type"] for tie in ties)

    def _keep(self, endpoint: str, given: Item) -> Item:
        kind, id_ = KINDS[endpoint], next(self._ids)
        url = f"{API}/{endpoint}/{id_}/"
        related = {"survey_spec": f"{url}survey_spec/"} if endpoint in SURVEYED else {}
        basis = {"id": id_, "type": kind.type, "url": url, "related": related, "summary_fields": {}, "scm_revision": ""}
        item = {**basis, **kind.fields, **self._cleaned(kind, given, id_)}
        self._kept[endpoint][id_] = item
        if item.get("unified_job_template"):
            self._point(item, item["unified_job_template"])
        return item

    def _point(self, node: Item, template: int) -> None:
        node["unified_job_template"] = template
        node["related"]["unified_job_template"] = self.get("", template)["url"]

    def _cleaned(self, kind: Kind, given: Item, id_: int) -> Item:
        """Null in a field of text is stored as an empty one, and secrets are not shown."""
        kept = {key: "" if value is None and kind.fields.get(key) == "" else value for key, value in given.items()}
        if isinstance(kept.get("inputs"), dict):
            self._secrets[id_] = {**self._secrets.get(id_, {}), **_without_placeholders(kept["inputs"])}
            kept["inputs"] = {key: ENCRYPTED if key in _SECRETS else value for key, value in kept["inputs"].items()}
        return kept

    def _check(self, endpoint: str, whole: Item, id_: int | None, given: Item | None = None) -> None:
        kind, given = KINDS[endpoint], whole if given is None else given
        # AWX ignores fields that it does not know; here nothing is to be sent in vain.
        unknown = given.keys() - kind.fields.keys() - {"name", "type"}
        if unknown:
            raise RefusedError(f"{endpoint} has no {', '.join(sorted(unknown))}")
        for name, of in kind.foreign.items():
            if whole.get(name) is not None and not any(item["id"] == whole[name] for item in self.all(of)):
                raise RefusedError(f'{name}: Invalid pk "{whole[name]}" - object does not exist.')
        same = {key: whole.get(key, kind.fields.get(key)) for key in kind.unique}
        for item in self.all(endpoint):
            if same and item["id"] != id_ and all(item.get(key) == value for key, value in same.items()):
                raise RefusedError(f"{endpoint} with this {' and '.join(same)} already exists")
        self._check_content(endpoint, whole)

    def _check_content(self, endpoint: str, whole: Item) -> None:
        if endpoint == "credentials":
            check_aws_inputs(whole.get("inputs", {}))
        if endpoint == "schedules":
            check_rrule(whole["rrule"])
        if endpoint == "job_templates":
            if whole["playbook"] not in self._playbooks:
                raise RefusedError("Playbook not found for project.")
            check_extra_vars(whole.get("extra_vars", "{}"))
        if isinstance(whole.get("variables"), str) and whole["variables"]:
            check_extra_vars(whole["variables"])


def _without_placeholders(inputs: Item) -> Item:
    return {key: value for key, value in inputs.items() if value != ENCRYPTED}


def _matches(item: Item, key: str, value: str) -> bool:
    if key not in item:
        raise RefusedError(f"{item['type']} has no field named '{key}'")
    found = item[key]
    return (found if isinstance(found, str) else json.dumps(found)) == value
