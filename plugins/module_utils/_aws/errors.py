# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The error of a failed call to AWS."""

from __future__ import annotations

import typing as t

from .verdicts import TOO_FAST, Verdict

if t.TYPE_CHECKING:
    import datetime

# Errors that return until a user changes something, such as permissions or the specification.
LASTING = (Verdict.FINAL, Verdict.DENIED, Verdict.UNSUPPORTED)


class ServiceError(Exception):
    """A call to AWS failed; has the operation, the code and text of the error, and the verdict on them."""

    def __init__(self, operation: str, code: str, text: str, retried: bool = False) -> None:
        self.operation = operation
        self.code = code
        self.text = text
        # Whether the SDK sent the call more than once: an earlier attempt may have taken effect without an answer.
        self.retried = retried
        # Imported here because most runs have no error, and Python compiles imported code again in every task.
        from .error_texts import classify
        from .quotas import stated, timestamp

        self.verdict = classify(operation, code, text)

        # When AWS admits the call again. If AWS named no time, ``RefusedCalls`` sets it, because it has a clock.
        when = self._stated = stated(text)
        self.retry_at = timestamp(when) if when else ""
        super().__init__(f"{operation}: {code}: {text}")

    @property
    def hint(self) -> str:
        """What the user can do about the error; empty if there is no hint."""
        from .error_texts import hint

        return hint(self.operation, self.code, self.text, self.verdict)

    @property
    def later_run_may_succeed(self) -> bool:
        """Whether a later run may succeed without any change, or only with a for_replacement session."""
        if self.verdict is Verdict.MISSING:
            # A missing KMS key stays missing, but a later run can create a missing table or index.
            return self.operation != "DescribeKey"
        return self.verdict not in LASTING or self.code == "Timeout" or "ExpiredToken" in self.code

    @property
    def too_fast(self) -> bool:
        """Whether the account makes too many calls of this kind; where AWS names a time, the limit is the table's."""
        return self.code.endswith(TOO_FAST) and not self.retry_at

    @property
    def retry_may_succeed(self) -> bool:
        """Whether the same read may succeed in a moment.

        HTTP status 500 without a code comes from local engines that lack the call, but also from failures between here
        and AWS. AWS answers InternalFailure to some writes always, but to reads by chance.
        """
        return self.verdict is Verdict.TRANSIENT or self.code in ("500", "InternalFailure")

    def seconds_until_retry(self, now: datetime.datetime) -> float | None:
        """Return for how many seconds AWS asks to wait, or ``None`` if its text names no time."""
        return None if self._stated is None else max(0.0, (self._stated - now).total_seconds())

    def facts(self) -> dict[str, str]:
        """Return the error as a result names it."""
        words = {"operation": self.operation, "code": self.code, "message": self.text}
        extra = {"hint": self.hint, "retry_at": self.retry_at}
        return {**words, **{name: text for name, text in extra.items() if text}}


def not_empty() -> ServiceError:
    """Return the error for a table that was to be deleted only if it is empty, and is not."""
    return ServiceError("Scan", "TableNotEmpty", "the table got an item meanwhile; it was not deleted")
