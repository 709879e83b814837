# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for the Python of a play and notes the peak memory of each module process, in KiB, a line each.

python interpreter.py NOTES MODULE-FILE ...
"""

from __future__ import annotations

import os
import sys


def main(notes: str, arguments: list[str]) -> int:
    """Run the real interpreter and wait for it."""
    child = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ)
    _child, status, usage = os.wait4(child, 0)
    with open(notes, "a", encoding="utf-8") as file:
        print(usage.ru_maxrss, file=file)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
