# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the pages that come from the code, or says which are stale: ``python -m tests.docs [--check]``.

scripts/generate starts it.
"""

from __future__ import annotations

import importlib
import sys

# The collection can be imported by its full name only after this.
importlib.import_module("conftest")
errors_page, iam_page = (
    importlib.import_module(f"ansible_collections.planton.dynamodb.tests.docs.{name}")
    for name in ("errors_page", "iam_page")
)

check, stale = "--check" in sys.argv[1:], False
for page in (iam_page, errors_page):
    text = page.page()
    if page.PAGE.read_text() != text:
        stale = True
        print(f"{'stale' if check else 'written'}: docs/{page.PAGE.name}")
        if not check:
            page.PAGE.write_text(text)
sys.exit(1 if check and stale else 0)
