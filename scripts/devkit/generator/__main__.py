# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files, or says which are stale: ``python -m devkit.generator [--check]``."""

from __future__ import annotations

import sys
from pathlib import Path

from .files import stale
from .options import OptionsError
from .text import MarksError

ROOT = Path(__file__).resolve().parents[3]


def main(check: bool) -> int:
    try:
        found = stale(ROOT)
    except (OptionsError, MarksError) as error:
        print(error, file=sys.stderr)
        return 1
    for path, text in found.items():
        print(f"{'stale' if check else 'written'}: {path}")
        if not check:
            (ROOT / path).write_text(text, encoding="utf-8")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
