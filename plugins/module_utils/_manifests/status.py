# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Outputs written back: a manifest with ``status.outputs``, spelled as upstream spells it."""

from __future__ import annotations

import typing as t

from .._fields.model import camel
from .._settings.manifests import MANIFESTS

OUTPUTS = ("table_name", "table_arn", "table_id", *(name for each in MANIFESTS for name in each.outputs))
Known = t.Mapping[str, t.Any]


def with_outputs(manifest: t.Any, results: Known, names: t.Mapping[str, str] | None = None) -> t.Any:
    """Return the manifest with the outputs of its table.

    ``results`` are the outputs of one table, a result that has them, or either by table name. What is empty is left
    out, as in every manifest; a manifest whose table has no result stays as it is. ``names`` are those of tables that
    are not called as their manifests are.
    """
    name = _name(manifest)
    found = _outputs((names or {}).get(name, name), results)
    if not isinstance(manifest, t.Mapping) or not found:
        return manifest
    outputs = {camel(name): found[name] for name in OUTPUTS if found.get(name)}
    return {**manifest, "status": {**(manifest.get("status") or {}), "outputs": outputs}}


def _name(manifest: t.Any) -> str:
    metadata = manifest.get("metadata") if isinstance(manifest, t.Mapping) else None
    return str(metadata.get("name") or "") if isinstance(metadata, t.Mapping) else ""


def _outputs(name: str, results: Known) -> Known:
    """Return the outputs under the name of the manifest, or those at hand if they are its table's."""
    own = _held(results.get(name))
    outputs = own or _held(results)
    known = bool(own) or outputs.get("table_name") == name
    return outputs if known and outputs.get("table_arn") else {}


def _held(holder: t.Any) -> Known:
    outputs = holder.get("outputs", holder) if isinstance(holder, t.Mapping) else {}
    return outputs if isinstance(outputs, t.Mapping) else {}
