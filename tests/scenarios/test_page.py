# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/engines.md says what the lists of disagreements say."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.scenarios.support.page import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page() + "\n", "write it: python -m tests.scenarios.support.page"
