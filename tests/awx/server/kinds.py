# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of objects that AWX has, as far as awx_setup makes them: their fields, and what these refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ENCRYPTED = "$encrypted$"


@dataclass(frozen=True)
class Kind:
    """One endpoint: what its objects are called, their fields with the values of a new one, what makes them unique."""

    type: str
    fields: dict[str, Any] = field(default_factory=dict)
    required: tuple[str, ...] = ("name",)
    unique: tuple[str, ...] = ("name",)
    foreign: dict[str, str] = field(default_factory=dict)
    associations: dict[str, str] = field(default_factory=dict)
    # The endpoint lists them, and only AWX itself makes them.
    made_here: bool = False


_OF_ORGANIZATION = {"organization": "organizations"}
_PROMPTS = {
    "ask_job_type_on_launch": False,
    "ask_limit_on_launch": False,
    "ask_variables_on_launch": False,
    "ask_inventory_on_launch": False,
    "ask_job_slice_count_on_launch": False,
}
_NODES = "workflow_job_template_nodes"

KINDS: dict[str, Kind] = {
    "organizations": Kind("organization", {"description": "", "max_hosts": 0}),
    "credential_types": Kind("credential_type", {"kind": "cloud", "namespace": ""}, made_here=True),
    "credentials": Kind(
        "credential",
        {"description": "", "organization": None, "credential_type": None, "inputs": {}},
        required=("name", "credential_type"),
        unique=("name", "organization", "credential_type"),
        foreign={**_OF_ORGANIZATION, "credential_type": "credential_types"},
    ),
    "execution_environments": Kind(
        "execution_environment",
        {"description": "", "organization": None, "image": "", "credential": None, "pull": ""},
        required=("name", "image"),
        foreign={**_OF_ORGANIZATION, "credential": "credentials"},
    ),
    "projects": Kind(
        "project",
        {
            "description": "",
            "organization": None,
            "scm_type": "",
            "scm_url": "",
            "scm_branch": "",
            "credential": None,
            "scm_update_on_launch": False,
            "allow_override": False,
        },
        unique=("name", "organization"),
        foreign={**_OF_ORGANIZATION, "credential": "credentials"},
    ),
    "project_updates": Kind("project_update", made_here=True),
    "inventories": Kind(
        "inventory",
        {"description": "", "organization": None, "kind": "", "host_filter": None, "variables": ""},
        required=("name", "organization"),
        unique=("name", "organization"),
        foreign=_OF_ORGANIZATION,
    ),
    "inventory_sources": Kind(
        "inventory_source",
        {
            "description": "",
            "inventory": None,
            "source": "",
            "source_path": "",
            "source_project": None,
            "organization": None,
            "overwrite": False,
            "overwrite_vars": False,
            "update_on_launch": False,
        },
        required=("name", "inventory", "source"),
        unique=("name", "inventory"),
        foreign={"inventory": "inventories", "source_project": "projects"},
    ),
    "hosts": Kind(
        "host",
        {"description": "", "inventory": None, "enabled": True, "variables": ""},
        required=("name", "inventory"),
        unique=("name", "inventory"),
        foreign={"inventory": "inventories"},
    ),
    "job_templates": Kind(
        "job_template",
        {
            "description": "",
            "organization": None,
            "inventory": None,
            "project": None,
            "playbook": "",
            "execution_environment": None,
            "job_type": "run",
            "extra_vars": "---",
            "limit": "",
            "forks": 0,
            "timeout": 0,
            "diff_mode": False,
            "use_fact_cache": False,
            "survey_enabled": False,
            "job_slice_count": 1,
            "allow_simultaneous": False,
            "verbosity": 0,
            **_PROMPTS,
        },
        required=("name", "project", "playbook"),
        unique=("name", "organization"),
        foreign={
            **_OF_ORGANIZATION,
            "inventory": "inventories",
            "project": "projects",
            "execution_environment": "execution_environments",
        },
        associations={"credentials": "credentials"},
    ),
    "workflow_job_templates": Kind(
        "workflow_job_template",
        {
            "description": "",
            "organization": None,
            "extra_vars": "---",
            "survey_enabled": False,
            "limit": None,
            "ask_limit_on_launch": False,
            "ask_variables_on_launch": False,
            "allow_simultaneous": False,
        },
        unique=("name", "organization"),
        foreign=_OF_ORGANIZATION,
    ),
    _NODES: Kind(
        "workflow_job_template_node",
        {
            "identifier": "",
            "workflow_job_template": None,
            "unified_job_template": None,
            "extra_data": {},
            "limit": None,
            "job_type": None,
            "all_parents_must_converge": False,
        },
        required=("workflow_job_template",),
        unique=("identifier", "workflow_job_template"),
        foreign={"workflow_job_template": "workflow_job_templates", "unified_job_template": "unified_job_templates"},
        associations={f"{when}_nodes": _NODES for when in ("success", "failure", "always")},
    ),
    "workflow_approval_templates": Kind(
        "workflow_approval_template", {"description": "", "timeout": 0, "organization": None}, unique=(), made_here=True
    ),
    "schedules": Kind(
        "schedule",
        {"description": "", "unified_job_template": None, "rrule": "", "enabled": True, "extra_data": {}},
        required=("name", "unified_job_template", "rrule"),
        unique=("name", "unified_job_template"),
        foreign={"unified_job_template": "unified_job_templates"},
    ),
}
# What can be a node of a workflow, and what can be scheduled: these endpoints taken together, with ids of their own.
UNIFIED = ("job_templates", "workflow_job_templates", "projects", "inventory_sources", "workflow_approval_templates")
SURVEYED = ("job_templates", "workflow_job_templates")
