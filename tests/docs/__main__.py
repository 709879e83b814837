# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the pages anew that come from the code:

.venvs/core-2.19/bin/python -m tests.docs
"""

from __future__ import annotations

import importlib

# The collection can be imported by its full name only after this.
importlib.import_module("conftest")
errors_page, iam_page = (
    importlib.import_module(f"ansible_collections.planton.dynamodb.tests.docs.{name}")
    for name in ("errors_page", "iam_page")
)

for page in (iam_page, errors_page):
    page.PAGE.write_text(page.page())
    print(f"written: {page.PAGE.name}")
