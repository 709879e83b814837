# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values in sentences: as a user would write them, and read back by YAML as what they are."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ansible_collections.planton.dynamodb.plugins.module_utils._texts.flow import flow
from ansible_collections.planton.dynamodb.tests.unit.examples import repeatable
from hypothesis import given
from hypothesis import strategies as st

WORDS: list[tuple[Any, str]] = [
    (None, "nothing"),
    (True, "true"),
    (False, "false"),
    (7, "7"),
    (1.5, "1.5"),
    ("OLD_IMAGE", "OLD_IMAGE"),
    ("N", "'N'"),
    ("", "''"),
    ("12", "'12'"),
    ("it's", "'it''s'"),
    ("arn:aws:kms:eu-central-1:123456789012:alias/a", "arn:aws:kms:eu-central-1:123456789012:alias/a"),
    ({"read_capacity_units": 5, "write_capacity_units": None}, "{read_capacity_units: 5, write_capacity_units: null}"),
    ([{"attribute_name": "id", "key_type": "HASH"}], "[{attribute_name: id, key_type: HASH}]"),
    (("by_a", "by_b"), "[by_a, by_b]"),
    ([], "[]"),
]
TEXTS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=6)


@pytest.mark.parametrize(("value", "words"), WORDS)
def test_words(value: Any, words: str) -> None:
    assert flow(value) == words


@repeatable(200)
@given(st.lists(VALUES))
def test_yaml_reads_it_back(value: Any) -> None:
    assert yaml.safe_load(flow(value)) == value
