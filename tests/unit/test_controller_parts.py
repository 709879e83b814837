# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What folders of settings have for the controller: the parts fit together, and a setting may have none of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting import manifest as writing
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.adoption import adopted
from ansible_collections.planton.dynamodb.plugins.module_utils._manifests import schema
from ansible_collections.planton.dynamodb.plugins.module_utils._manifests.rules import RULES
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.adopting import Adopting
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.adoptings import ADOPTINGS
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.catalog import ENTRIES, ORIGINS
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.drift import Drift
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.drifts import DRIFTS
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.manifest import ManifestFields
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.manifests import MANIFESTS
from ansible_collections.planton.dynamodb.tests.unit.test_adoption import found

WAYS = tuple(origin.option for origin in ORIGINS)
TTL = {"enabled": True, "attribute_name": "expires"}


def _name(part: Any) -> str:
    """The name of the setting, or of the way into being."""
    return str(part.entry.name if isinstance(part, ManifestFields) else part.setting.name)


@pytest.mark.parametrize("listed", [MANIFESTS, ADOPTINGS, DRIFTS])
def test_each_is_that_of_another_setting_in_the_order_of_the_settings(listed: tuple[Any, ...]) -> None:
    names = [_name(each) for each in listed]
    assert names == [name for name in (*(entry.name for entry in ENTRIES), *WAYS) if name in names]


@pytest.mark.parametrize("newer", [False, True])
def test_fields_have_places_of_their_own(newer: bool) -> None:
    """What two fields of different settings shared would be read in the order of the settings, by chance."""
    places = Counter(field.place for each in MANIFESTS for field in each.fields(newer).values())
    assert places and set(places.values()) == {1}


def test_rules_have_places_of_their_own() -> None:
    assert {*Counter(rule.place for rule in RULES).values()} == {1}


def test_each_option_has_a_field_in_the_newer_shape_or_none_of_its_setting_has() -> None:
    for each in (each for each in MANIFESTS if hasattr(each, "setting")):
        for option in each.entry.options if each.newer else ():
            assert each.place(option, newer=True)[1] in each.newer


def test_the_ordinary_case_says_nothing() -> None:
    ordinary = ManifestFields()
    assert not ordinary.is_newer({}) and not ordinary.means_newer({})
    assert [*ordinary.refusals({}, {}, newer=True), *ordinary.untold({}, {}, newer=True)] == []
    assert [*Adopting().doubts({}), *Adopting().notes({})] == [] and Adopting().meant({}, {}) == {}
    assert [*Drift().lost({}), *Drift().gaps({}), *Drift().costs({}, {})] == []
    with pytest.raises(NotImplementedError):
        ordinary.to_options(None)  # type: ignore[arg-type]


def test_a_setting_that_manifests_do_not_know_is_left_alone_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    others = tuple(each for each in MANIFESTS if _name(each) != "ttl")
    monkeypatch.setattr(writing, "MANIFESTS", others)
    written = writing.manifest_of(adopted(found(ttl=TTL, tags={"a": "b"})), 3)
    assert written.document and "ttl" not in written.document["spec"]
    assert [(told.what, told.detail) for told in written.untold] == [
        ("tags", "a=b"),
        ("ttl", "{enabled: true, attribute_name: expires}"),
    ]


def test_a_setting_that_manifests_do_not_know_may_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """No manifest can turn it off."""
    table = adopted(found(table={"unknown": {"ttl": "DescribeTimeToLive is denied (AccessDenied: no)"}}))
    assert writing.manifest_of(table).refused
    monkeypatch.setattr(writing, "MANIFESTS", tuple(each for each in MANIFESTS if _name(each) != "ttl"))
    assert not writing.manifest_of(table).refused


def test_a_setting_that_manifests_do_not_know_has_no_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MANIFESTS", tuple(each for each in MANIFESTS if _name(each) != "ttl"))
    assert [name for name in schema.NEWER.fields if name not in schema._spec(newer=True).fields] == ["ttl"]
