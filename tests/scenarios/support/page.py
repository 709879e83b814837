# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/engines.md, where the disagreements are written down. To write it anew:

.venvs/core-2.19/bin/python -m tests.scenarios.support.page
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...integration.support import capabilities
from .changes import Change, changes
from .disagreements import DISAGREEMENTS, FEATURES
from .needs import lacking
from .scenarios import Scenario, scenarios
from .telling import AS_THE_SERVICE

PAGE = Path(__file__).resolve().parents[3] / "docs" / "engines.md"
# The engines of devkit, without those that hold to the service.
ENGINES = ("strict", *DISAGREEMENTS)
REPOSITORY = "https://github.com/plantonhq/ansible-collection-dynamodb"
INTRODUCTION = f"""\
# Engines

This page lists where local engines differ from what was measured on AWS. The same scenarios run on three engines: the
strict engine (`tests/simulator`), which is part of this project, and ministack and moto, which other people wrote. What
was measured on AWS stands in control_plane.md, and decides what is right; the last column names its section.

The strict engine must behave as these notes say. A test fails when an engine behaves otherwise than this page says, be
it better or worse.

[The README of the scenarios]({REPOSITORY}/blob/main/tests/scenarios/README.md) says how to run them, on AWS too.

`P:` stands for "One or more parameter values were invalid:".

This page is written by `python -m tests.scenarios.support.page`.
"""
Item = Scenario | Change


def page() -> str:
    """The whole page."""
    items: list[Item] = [*scenarios(), *changes()]
    parts = [INTRODUCTION, *_counts(items), *_lacking(items)]
    for engine in DISAGREEMENTS:
        parts += _disagreements(engine, items)
    return "\n".join(parts)


def _counts(items: list[Item]) -> Iterator[str]:
    yield "| engine | scenarios | as the service | otherwise | cannot be asked |\n|---|---|---|---|---|"
    for engine in ENGINES:
        asked = [item for item in items if lacking(engine, item) is None]
        wrong = len(DISAGREEMENTS.get(engine, {}))
        yield f"| {engine} | {len(items)} | {len(asked) - wrong} | {wrong} | {len(items) - len(asked)} |"


def _lacking(items: list[Item]) -> Iterator[str]:
    yield "\n## What an engine cannot be asked\n\n| engine | feature | why | scenarios |\n|---|---|---|---|"
    needed = sorted({feature for item in items for feature in item.features})
    for engine in ENGINES:
        for feature in needed:
            found = capabilities.TABLE.get(feature) or FEATURES[feature]
            reason = found["lacking"].get(engine)
            if reason:
                count = sum(feature in item.features for item in items)
                yield f"| {engine} | {found['about']} | {reason} | {count} |"


def _disagreements(engine: str, items: list[Item]) -> Iterator[str]:
    yield f"\n## {engine}\n\n| scenario | the service | {engine} | source |\n|---|---|---|---|"
    for item in items:
        does = DISAGREEMENTS[engine].get(item.id, AS_THE_SERVICE)
        if does != AS_THE_SERVICE:
            yield "| " + " | ".join(_cell(text) for text in (item.id, _service(item), f"`{does}`", item.source)) + " |"


def _service(item: Item) -> str:
    """What the service does, and with which error."""
    steps = item.steps if isinstance(item, Scenario) else []
    error = next((step.error for step in reversed(steps) if step.error), None)
    if not error:
        return item.about
    code = error["code"] if isinstance(error["code"], str) else " or ".join(error["code"])
    return f"{item.about} `{code}{': ' + error['text'] if error.get('text') else ''}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page() + "\n")
