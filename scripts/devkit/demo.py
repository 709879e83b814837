# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts/demo shows: the use cases of examples/use_cases planned, applied, applied again, and changed."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

# Run as a file, Python knows no package above it.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from devkit.engines import KINDS, EngineError, running  # noqa: E402
from devkit.environments import ROOT, Environment, SetupError, clean_environ, ensure, venv_environ  # noqa: E402
from devkit.workspace import linked_tree  # noqa: E402

CORE = "core-2.19"
ENGINE = "ministack"
# On the strict engine an index takes as long as on AWS, but of a time that passes faster.
SCALE = 300.0
USE_CASES = "examples/use_cases/all.yml"
CHANGES = "examples/use_cases/changes.yml"
# One that occurs in no result, because Ansible masks a secret wherever it occurs.
SECRET_KEY = "not-a-real-secret-7f3a"
CHANGED = re.compile(r"changed=(\d+)")


class DemoError(Exception):
    """A step that did not do what it should show."""


def heading(text: str) -> None:
    print(f"\n{text}\n{'=' * len(text)}", flush=True)


def playbook(core: Environment, environ: dict[str, str], *arguments: str) -> int:
    """Run one playbook of the collection, show what it prints, and return how many tasks changed something."""
    print(f"$ ansible-playbook {' '.join(arguments)}", flush=True)
    command = [str(core.bin / "ansible-playbook"), *arguments]
    shown = []
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
    for line in process.stdout or ():
        print(line, end="", flush=True)
        shown.append(line)
    recap = CHANGED.findall("".join(shown))
    if process.wait() or not recap:
        raise DemoError(f"ansible-playbook {' '.join(arguments)} ended with {process.returncode}")
    return int(recap[-1])


def steps(core: Environment, environ: dict[str, str]) -> None:
    """The demonstration itself."""
    converge = "planton.dynamodb.converge"
    use_cases, changes = f"@{USE_CASES}", f"@{CHANGES}"

    heading("1. What would be done: five tables, nothing is changed yet")
    playbook(core, environ, converge, "-e", use_cases, "--check", "--diff")

    heading("2. Make the five tables; their outputs stand at the end")
    playbook(core, environ, converge, "-e", use_cases)

    heading("3. The same again: nothing may change")
    _nothing_changed(playbook(core, environ, converge, "-e", use_cases))

    heading("4. What a later change would do: an index replaced, another resized, TTL switched on")
    playbook(core, environ, "planton.dynamodb.plan", "-e", changes, "--check", "--diff")

    heading("5. Make the change")
    if not playbook(core, environ, converge, "-e", changes):
        raise DemoError("the change changed nothing")

    heading("6. The change again: nothing may change")
    _nothing_changed(playbook(core, environ, converge, "-e", changes))


def _nothing_changed(changed: int) -> None:
    if changed:
        raise DemoError(f"a second run changed something: changed={changed}")
    print("The second run changed nothing: changed=0")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Show the collection at work on a local engine: five tables planned, made, made again, changed.",
    )
    parser.add_argument(
        "--engine", choices=KINDS, default=ENGINE, help=f"{ENGINE} by default; strict refuses what AWS refuses"
    )
    name = parser.parse_args().engine
    began = time.monotonic()
    try:
        print("Setting up (the first time takes a minute or two)", flush=True)
        core = ensure(CORE)
        with linked_tree() as tree, running(name, scale=SCALE if KINDS[name].clock else None) as engine:
            settings = {
                "ANSIBLE_COLLECTIONS_PATH": str(tree),
                "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false",
                "ANSIBLE_FORCE_COLOR": str(sys.stdout.isatty()),
                "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
                "ANSIBLE_LOCALHOST_WARNING": "false",
                "AWS_ENDPOINT_URL": engine.url,
                "AWS_REGION": "eu-central-1",
                "AWS_ACCESS_KEY_ID": "123456789012",  # twelve digits are the account here
                "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            }
            print(f"The engine {name} answers at {engine.url} for as long as this runs", flush=True)
            steps(core, {**clean_environ(), **venv_environ(core), **settings})
    except (DemoError, EngineError, SetupError) as error:
        print(f"\nscripts/demo: FAILED: {error}", file=sys.stderr)
        return 1
    print(f"\nDone in {time.monotonic() - began:.0f} s; the engine is stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
