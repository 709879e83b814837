# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts/demo, engine, generate, setup, test, scenarios and walk start: `python3 scripts/devkit COMMAND ...`."""

from __future__ import annotations

import sys
from pathlib import Path

# Run as a directory, Python knows this package only by its files; its parent makes it importable by name.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from devkit import chores, engines, environments, generate, scenarios, walk  # noqa: E402

COMMANDS = {
    "engine": engines.main,
    "generate": generate.main,
    "setup": chores.setup,
    "test": chores.test,
    "demo": chores.demo,
    "scenarios": scenarios.main,
    "walk": walk.main,
}


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: devkit {{{','.join(COMMANDS)}}} ...", file=sys.stderr)
        return 2
    name = sys.argv[1]
    try:
        return COMMANDS[name](sys.argv[2:], prog=f"scripts/{name}")
    except environments.SetupError as error:
        print(f"scripts/{name}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
