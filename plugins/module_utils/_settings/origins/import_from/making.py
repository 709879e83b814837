# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""An import while AWS carries it out.

AWS does not show the table for half a minute, and shows it as ACTIVE some seconds before the import has ended. So only
the import itself tells whether it has ended, and how.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ...states import CREATING
from ..described import described
from ..origin import Ask, Failure, Making

if t.TYPE_CHECKING:
    from ...setting import Answer, Part

OPTION = "import_from"
# The name of the read of the bucket.
BUCKET = "the bucket"
FAILED, CANCELLED = "FAILED", "CANCELLED"
IN_PROGRESS = ("IN_PROGRESS", "CANCELLING")
# The import of another process was faster: AWS reserves no name, so all imports of one name are accepted at first.
OVERTAKEN = "TableAlreadyExists"
# The most imports that AWS lists in a page.
PAGE = 25
# The end of the ARN of a log group that stands for its streams.
STREAMS = ":*"


@dataclasses.dataclass(frozen=True)
class ImportMaking(Making):
    """One import, by its ARN."""

    arn: str

    @property
    def ask(self) -> Ask:
        return Ask("DescribeImport", {"ImportArn": self.arn}, "ImportTableDescription")

    @property
    def outputs(self) -> dict[str, str]:
        return {"import_arn": self.arn}

    def is_over(self, answer: Answer) -> bool:
        return answer["ImportStatus"] not in IN_PROGRESS

    def seen(self, table: Answer | None, answer: Answer) -> Answer:
        if table is None:
            arn = str(answer["TableArn"])
            table = described(arn.rpartition("/")[2], arn, answer.get("TableCreationParameters") or {})
            table["TableId"] = answer.get("TableId", "")
        return {**table, "TableStatus": CREATING}

    def failure(self, answer: Answer) -> Failure | None:
        if answer["ImportStatus"] not in (FAILED, CANCELLED):
            return None
        code = str(answer.get("FailureCode") or answer["ImportStatus"])
        return Failure("ImportTable", code, failed(answer), overtaken=code == OVERTAKEN)

    def ask_faster(self, answer: Answer) -> Ask:
        return imports_into({"TableArn": answer["TableArn"]})

    def faster(self, answer: t.Any) -> ImportMaking | None:
        others = [each for each in answer if each["ImportStatus"] != FAILED]
        return ImportMaking(max(others, key=begun)["ImportArn"]) if others else None


def imports_into(table: Part) -> Ask:
    """Return the read of all imports, or of those into one table."""
    return Ask("ListImports", {**table, "PageSize": PAGE}, "ImportSummaryList", pages=True)


def begun(summary: Answer) -> str:
    """Return when an import was begun, for sorting."""
    return str(summary.get("StartTime", ""))


def failed(answer: Answer) -> str:
    """Return why an import failed: the message, how many items were imported, and where AWS logs the others."""
    counts = f"{answer.get('ImportedItemCount', 0)} of {answer.get('ProcessedItemCount', 0)} items were imported"
    told = [
        f"{answer.get('FailureCode', '')} {answer.get('FailureMessage', '')}".strip().rstrip("."),
        f"{counts}, with {answer.get('ErrorCount', 0)} error(s)",
    ]
    group = str(answer.get("CloudWatchLogGroupArn", "")).removesuffix(STREAMS)
    told += [f"see the log group {group}"] if group else []
    return "; ".join([*told, f"the import is {answer['ImportArn']}"])


def making_of(answer: Part | t.Mapping[str, t.Any]) -> ImportMaking:
    """Return the import that the answer to ImportTable tells of."""
    return ImportMaking(str(answer["ImportTableDescription"]["ImportArn"]))
