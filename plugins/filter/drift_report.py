# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: drift_report
short_description: The facts of a drift report from what was seen of each host
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Joins the plans of runs in check mode with what M(planton.dynamodb.dynamodb_table_info) has read, and sorts the
    tables by importance. The playbook C(planton.dynamodb.drift_report) makes a page of it.
  - The same input gives the same output.
  - If Ansible has masked a part of the tables of a host, because the secret of the connection occurs in it, the report
    has no tables of that host, and says why.
positional: _input, generated, asked
options:
  _input:
    description:
      - A dictionary for each host, with its name in C(host), the results of M(planton.dynamodb.dynamodb_tables) by
        table name in C(results), those of M(planton.dynamodb.dynamodb_table_info) in C(reads), and in C(faults) the
        texts of errors that concern the whole host.
    type: list
    elements: dict
    required: true
  generated:
    description:
      - The time of the report. It is returned unchanged.
    type: str
    required: true
  asked:
    description:
      - The names of all hosts that were asked. If the input lacks a host, the report says that nothing is known of it.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Count the tables that differ
  ansible.builtin.debug:
    msg: "{{ (seen | planton.dynamodb.drift_report('2026-01-05')).counts.drifted }}"
  vars:
    seen:
      - host: localhost
        results: "{{ planned.tables }}"
        reads: ["{{ there }}"]
"""

RETURN = r"""
_value:
  description:
    - Whether all is well in C(level) and C(headline), numbers in C(counts) and C(coverage), what was looked at in
      C(targets), errors that concern whole hosts in C(faults), and all C(tables), the most important first.
  type: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils._texts.masks import masked_paths, refusal
from ..plugin_utils._drift import drift_report as _drift_report

# The keys of a result that the report shows, in addition to its plan.
SHOWN = ("changes", "outputs", "spec", "table")


def drift_report(value: t.Any, generated: t.Any, asked: t.Any = ()) -> t.Any:
    """Return the report on what the hosts have read."""
    if not isinstance(value, list) or not all(isinstance(host, t.Mapping) and "host" in host for host in value):
        raise AnsibleFilterError("drift_report: the input must be a list of dictionaries with the key host")
    return _drift_report([_without_masked(host) for host in value], str(generated), asked)


def _without_masked(host: t.Mapping[str, t.Any]) -> t.Mapping[str, t.Any]:
    """Return the input of a host, or only a fault if Ansible has masked a part of its tables.

    A masked error is shown as it is, because it identifies no table.
    """
    told = {name: _shown(result) for name, result in (host.get("results") or {}).items()}
    tables = [table for read in host.get("reads") or [] for table in read.get("tables") or []]
    places = [*masked_paths(told), *masked_paths(tables, "tables")]
    if not places:
        return host
    fault = refusal(places, "The report leaves the tables of this host out, because it could take one for another")
    return {"host": host["host"], "faults": [*(host.get("faults") or []), fault]}


def _shown(result: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the parts of a result that the report shows, without the text of the plan, which it does not show."""
    plan = {key: value for key, value in (result.get("plan") or {}).items() if key != "text"}
    return {**{key: result.get(key) for key in SHOWN}, "plan": plan}


class FilterModule:
    """The filter of the drift report."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"drift_report": drift_report}
