# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Encryption with a key of AWS, the managed key, or one of two keys by one of their names."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import KEY_ONE, KEY_TWO, KEYS, Options
from hypothesis import strategies as st

GROUPS = (("server_side_encryption",),)
NAMES = (None, KEY_ONE, KEY_TWO, *KEYS, "alias/aws/dynamodb")


def options(_before: Options | None, _drawn: Options) -> st.SearchStrategy[Options]:
    on = st.sampled_from(NAMES).map(lambda key: {"enabled": True, "kms_key_arn": key} if key else {"enabled": True})
    return (st.just({"enabled": False}) | on).map(lambda value: {"server_side_encryption": value})


SPOILS = (
    put("server_side_encryption", {"enabled": False, "kms_key_arn": KEY_ONE}),
    put("server_side_encryption", {"enabled": True, "kms_key_arn": KEY_ONE.replace("central", "west")}),
)
