# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/troubleshooting.md has every text and every hint that the collection knows."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.error_texts import HINTS, TEXTS
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.verdicts import Verdict
from ansible_collections.planton.dynamodb.tests.docs.errors_page import PAGE, page
from ansible_collections.planton.dynamodb.tests.docs.errors_words import MEANINGS, SEEN, VERDICTS


def test_every_text_has_a_meaning_and_no_other() -> None:
    assert MEANINGS.keys() == {(code, phrase) for code, phrase, _verdict in TEXTS}


def test_every_hint_is_told_and_no_other() -> None:
    assert SEEN.keys() == {(code, phrase) for code, phrase, _hint in HINTS}
    assert all(hint in PAGE.read_text() for _code, _phrase, hint in HINTS)


def test_every_verdict_says_what_happens() -> None:
    assert {*VERDICTS} == {*Verdict} - {Verdict.FINAL}


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "write it: scripts/generate"
