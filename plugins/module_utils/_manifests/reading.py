# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Reading one manifest: which shape it has, and its fields in our words.

The two shapes share an apiVersion, and old apiVersions were never refused, so it is the fields that tell.
"""

from __future__ import annotations

import typing as t

from .._fields.kinds import nearest
from .._fields.manifest import KIND, Manifest
from .._fields.model import Notes, camel, snake
from .._settings.manifests import MANIFESTS
from .schema import ENVELOPE, LEGACY, NEWER, NEWER_ONLY, OLDER

LEGACY_VERSIONS = ("code2cloud.planton.cloud/v1",)
SHARED_VERSION = "aws.planton.dev/v1"
NEWEST_VERSION = "aws.planton.dev/v1alpha1"
VERSIONS = ("aws.project-planton.org/v1", "aws.openmcf.org/v1", SHARED_VERSION, NEWEST_VERSION)
# What every manifest has had since August 2025, and none before.


def read_manifest(raw: t.Any) -> Manifest:
    """Read one manifest; what is wrong with it is in its notes."""
    notes = Notes()
    found = Manifest(raw, notes, {}, {}, False, "", {})
    if not _is_manifest(raw, notes):
        return found
    whole = ENVELOPE.fields_of(raw, (), notes)
    found.metadata, found.version, found.status = whole["metadata"] or {}, whole["api_version"], whole["status"]
    spec = raw.get("spec")
    if not _legacy(found.version, spec, notes):
        _version(found.version, notes)
        _spec(found, spec)
    return found


def _is_manifest(raw: t.Any, notes: Notes) -> bool:
    hint = f"a manifest has apiVersion, kind: {KIND}, metadata and spec"
    if not isinstance(raw, t.Mapping) or not {"apiVersion", "api_version", "kind"} & set(raw):
        notes.broken("not_a_manifest", (), "this is no manifest", hint)
        return False
    kind = raw.get("kind")
    # Upstream's own tool takes the kind in any case, with any dashes.
    if str(kind).lower().replace("-", "").replace("_", "") != KIND.lower():
        message = f"'{kind}' is not {KIND}" if kind else "there is no kind"
        notes.broken("string.const", ("kind",), message, f"{hint}; leave other resources out")
        return False
    return True


def _legacy(version: str, spec: t.Any, notes: Notes) -> bool:
    """Tell whether the manifest has the shape of before August 2025, and say what became of each of its fields."""
    fields = spec if isinstance(spec, t.Mapping) else {}
    names = {str(name): LEGACY[camel(snake(str(name)))] for name in fields if camel(snake(str(name))) in LEGACY}
    known = {field for each in MANIFESTS for name in each.not_legacy for field in (name, camel(name))}
    if version not in LEGACY_VERSIONS and (not names or known & set(fields)):
        return False
    what = "AwsDynamodb manifests had another shape until August 2025, which is not read"
    if version in LEGACY_VERSIONS:
        hint = f"rewrite the manifest for {NEWEST_VERSION}"
        notes.broken("legacy_manifest", ("api_version",), f"'{version}': {what}", hint)
    for name, hint in names.items():
        notes.broken("legacy_manifest", ("spec", name), what, hint)
    return True


def _version(version: str, notes: Notes) -> None:
    if version and version not in VERSIONS:
        hint = f"use {nearest(version, VERSIONS) or ', '.join(VERSIONS)}"
        notes.broken("string.const", ("api_version",), f"'{version}' is no apiVersion of {KIND}", hint)
    elif not version and notes.sound("api_version"):
        notes.broken("string.const", ("api_version",), "there is no apiVersion", f"use one of {', '.join(VERSIONS)}")


def _spec(found: Manifest, spec: t.Any) -> None:
    if spec is None:
        found.notes.broken("required", ("spec",), "there is no spec", "describe the table in spec")
    if not isinstance(spec, t.Mapping):
        return
    found.newer = is_newer(found.version, spec)
    found.notes.bare = not found.newer and spec.get("region") is not None
    found.spec = (NEWER if found.newer else OLDER).fields_of(spec, ("spec",), found.notes)


def is_newer(version: str, spec: t.Mapping[t.Any, t.Any]) -> bool:
    """Tell the newer shape from the older one, by what only it has, and by what only it means.

    What cannot be valid in the older shape counts under the apiVersion that both have.
    """
    if version == NEWEST_VERSION or any({name, camel(name)} & set(spec) for name in NEWER_ONLY):
        return True
    if any(each.is_newer(spec) for each in MANIFESTS):
        return True
    return version == SHARED_VERSION and any(each.means_newer(spec) for each in MANIFESTS)
