# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Names of KMS keys; a key that is given by alias or id is looked up with kms:DescribeKey."""

from __future__ import annotations

import re

# The key that AWS manages for DynamoDB in every account; naming this alias means the same as naming no key.
MANAGED_KEY_ALIAS = "alias/aws/dynamodb"
MANAGED_KEY = re.compile(rf"(?:arn:[a-z-]+:kms:[a-z0-9-]*:[0-9]*:)?{MANAGED_KEY_ALIAS}")
# The IAM action that looking up a key needs.
LOOK_UP = "kms:DescribeKey"
