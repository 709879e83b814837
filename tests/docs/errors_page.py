# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/troubleshooting.md, from the tables of _aws/errors.py and the words of errors_words.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.error_texts import GATEWAY, GENERAL, HINTS, TEXTS
from ansible_collections.planton.dynamodb.plugins.module_utils._aws.verdicts import Verdict
from ansible_collections.planton.dynamodb.tests.docs.errors_words import MEANINGS, SEEN, VERDICTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "troubleshooting.md"
INTRODUCTION = """\
# Errors and what to do

Search this page for the text of your error. A failed task has it in `error`, with the call, the code, and sometimes a
hint and a time:

```yaml
error:
  operation: UpdateTimeToLive
  code: ValidationException
  message: Time to live has been modified multiple times within a fixed interval
  retry_at: '2026-04-12T12:32:12Z'
```

The message of the task also says what is done and what is left. If you run the task again, it continues from the table
as it is. Look at the table first if a replacement was interrupted between its two calls, as [plans](plans.md) says.
DynamoDB uses one code for "wait a second", "wait until tomorrow" and "never", so the text decides.

This page is written by `scripts/generate` from the tables by which the collection itself decides.

## What the collection says before it calls AWS
"""
# Text, meaning, what to do.
OWN = (
    (
        "The specification of table ... cannot be carried out:",
        "the specification breaks rules; each one is listed with its id in brackets",
        "look up the id in [validation](validation.md)",
    ),
    (
        "the plan is ... now, not ...",
        "the table or the specification changed since the approval",
        "look at the new plan and approve it: [plans](plans.md)",
    ),
    ("no plan of this table was approved", "the approval names only other tables", "plan this table too"),
    (
        "[unreadable]",
        "an option needs a read that is denied or not offered",
        "allow the action that is named, or leave the option out: [permissions](iam.md)",
    ),
    ("the installed botocore cannot send", "the SDK is older than the setting", "install a newer boto3 and botocore"),
    (
        "faults in ... manifests",
        "manifests are wrong; the text says where, by file and line",
        "see [manifests](manifests.md)",
    ),
)


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, *_own(), "## Connection, credentials, and other hints\n", *_hints(), ""]
    for verdict in VERDICTS:
        parts += _verdict(verdict)
    return "\n".join([*parts, *_rest()])


def _own() -> Iterator[str]:
    yield "| text | means | what to do |\n|---|---|---|"
    yield from (f"| `{text}` | {meaning} | {what} |" for text, meaning, what in OWN)
    yield ""


def _hints() -> Iterator[str]:
    yield "The hint is part of the message.\n\n| code or text | means | what to do |\n|---|---|---|"
    for code, phrase, hint in HINTS:
        yield f"| {_shown(code, phrase)} | {SEEN[code, phrase]} | {hint} |"


def _verdict(verdict: Verdict) -> Iterator[str]:
    words = VERDICTS[verdict]
    yield f"## {words.title}\n\n**The collection:** {words.itself}\n\n**You:** {words.user}\n"
    yield "| code and text | means |\n|---|---|"
    for code, phrase, found in TEXTS:
        if found is verdict:
            yield f"| {_shown(code, phrase)} | {MEANINGS[code, phrase]} |"
    if verdict is Verdict.TRANSIENT:
        yield f"| HTTP status {', '.join(GATEWAY)} | the answer comes from something between you and AWS |"
    if verdict is Verdict.UNSUPPORTED:
        yield "| any other HTTP status without a code | the endpoint does not know the call |"
    yield f"\nHint: {GENERAL[verdict]}.\n" if verdict in GENERAL else ""


def _rest() -> Iterator[str]:
    yield "## Never\n"
    yield "**The collection:** The step has failed. No further call is started; calls that were sent are waited for."
    yield "\n**You:** Read the text, which is AWS's own. If it is about your specification, [validation](validation.md)"
    yield "should have found the fault before. Please report it if it did not.\n"
    yield "| code and text | means |\n|---|---|"
    for code, phrase, found in TEXTS:
        if found is Verdict.FINAL:
            yield f"| {_shown(code, phrase)} | {MEANINGS[code, phrase]} |"
    yield "| every other error | what its text says |\n"


def _shown(code: str, phrase: str) -> str:
    return f"`{code}`: `...{phrase.strip()}...`" if phrase else f"`{code}`"
