# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/iam.md names the actions of the calls that are made, and no others."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.catalog import ENTRIES
from ansible_collections.planton.dynamodb.tests.docs.iam_features import FEATURES, Feature, Reading
from ansible_collections.planton.dynamodb.tests.docs.iam_page import PAGE, page


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.title)
def test_the_actions_are_those_of_the_calls(feature: Feature | Reading) -> None:
    used = feature.used
    assert used.called.isdisjoint(feature.unseen), "these calls are made after all"
    assert used.named == used.called | feature.unseen


def test_every_read_has_a_feature() -> None:
    named = frozenset[str]().union(*(feature.used.named for feature in FEATURES))
    assert named >= {entry.read.action for entry in ENTRIES if entry.read}


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "write it: scripts/generate"
