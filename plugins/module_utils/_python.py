# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Checks that Python is new enough for the modules, and says in one sentence which version they need if it is not.

An old Python must be able to parse this file and the part of each module that runs before this check.
"""

from __future__ import annotations

import json
import sys

OLDEST = (3, 10)


def require_python() -> None:
    """End the module with a failed result that names the needed version, unless this Python is new enough."""
    found = tuple(sys.version_info[:3])
    if found >= OLDEST:
        return
    needed, version = (".".join(str(part) for part in numbers) for numbers in (OLDEST, found))
    text = (
        "The modules of planton.dynamodb need Python {} or newer on the host that they run on, and this is Python {}"
        " ({}): set ansible_python_interpreter of that host to a newer one"
    )
    sys.stdout.write(json.dumps({"failed": True, "msg": text.format(needed, version, sys.executable)}))
    raise SystemExit(1)
