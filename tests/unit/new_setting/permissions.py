# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the part of docs/iam.md about the setting ``colour`` in a copy of the collection.

test_new_setting.py starts it.

The runs are real ones, on the strict engine, whose SDK knows two calls more by the files below ``botocore``.
"""

from __future__ import annotations

import json

from ansible_collections.planton.dynamodb.tests.docs import iam_page
from ansible_collections.planton.dynamodb.tests.docs.iam_features import FEATURES

(FEATURE,) = (each for each in FEATURES if each.title == "`colour`")
iam_page.FEATURES = (FEATURE,)  # type: ignore[misc]
USED = FEATURE.used
print(json.dumps({"named": sorted(USED.named), "called": sorted(USED.called), "page": iam_page.page()}))
