# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Calls that failed."""

from __future__ import annotations

import typing as t

try:  # noqa: SIM105
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:
    pass  # Handled by AnsibleAWSModule


from .verdicts import TOO_FAST, Verdict

if t.TYPE_CHECKING:
    import datetime

# What is so until somebody changes something outside of the table.
LASTING = (Verdict.FINAL, Verdict.DENIED, Verdict.UNSUPPORTED)


class ServiceError(Exception):
    """A call that failed: what was called, the service's code and text, and what they mean."""

    def __init__(self, operation: str, code: str, text: str, retried: bool = False) -> None:
        self.operation = operation
        self.code = code
        self.text = text
        # The SDK sent the call more than once: an earlier one may have taken effect unseen.
        self.retried = retried
        # Imported here because most runs meet no error, and a module compiles all that it imports anew in every task.
        from .error_texts import classify
        from .quotas import stated, timestamp

        self.verdict = classify(operation, code, text)

        # When the call is admitted again; of what the service put off without a time, whoever has a clock adds it.
        when = self._stated = stated(text)
        self.retry_at = timestamp(when) if when else ""
        super().__init__(f"{operation}: {code}: {text}")

    @property
    def hint(self) -> str:
        """What the user can do about it; empty where the text says it all."""
        from .error_texts import hint

        return hint(self.operation, self.code, self.text, self.verdict)

    @property
    def may_heal(self) -> bool:
        """Another run may succeed with nothing changed but the time, or the session of who runs it."""
        if self.verdict is Verdict.MISSING:
            # A key that is named and is not there does not come by itself; a table or an index is made by a run.
            return self.operation != "DescribeKey"
        return self.verdict not in LASTING or self.code == "Timeout" or "ExpiredToken" in self.code

    @property
    def too_fast(self) -> bool:
        """The service admits no more calls of the kind just now, whatever the table; where it names a time it is the
        table's own."""
        return self.code.endswith(TOO_FAST) and not self.retry_at

    @property
    def may_pass(self) -> bool:
        """The same read may succeed in a moment, also where the answer says otherwise until it stays the same.

        A bare 500 comes from engines that lack the call, and from what stumbles on the way to AWS. InternalFailure is
        what AWS says to some writes for ever, and to reads by chance.
        """
        return self.verdict is Verdict.SHAKY or self.code in ("500", "InternalFailure")

    def seconds_until_retry(self, now: datetime.datetime) -> float | None:
        """Return how long the service asks to wait, if it stated a time that can be read."""
        return None if self._stated is None else max(0.0, (self._stated - now).total_seconds())

    def facts(self) -> dict[str, str]:
        """Return the error as a result names it."""
        words = {"operation": self.operation, "code": self.code, "message": self.text}
        extra = {"hint": self.hint, "retry_at": self.retry_at}
        return {**words, **{name: text for name, text in extra.items() if text}}


def not_empty() -> ServiceError:
    """Return what ends a run that was to delete the table only if it holds nothing."""
    return ServiceError("Scan", "TableNotEmpty", "the table got an item meanwhile; it was not deleted")


def translate(operation: str, error: ClientError | BotoCoreError) -> ServiceError:
    """Build our error from the SDK's."""
    if not isinstance(error, ClientError):
        return ServiceError(operation, type(error).__name__, str(error))
    details: t.Mapping[str, t.Any] = error.response.get("Error", {})
    code, text = str(details.get("Code", "")), str(details.get("Message", ""))
    if code.isdigit():
        text = "the endpoint answered with this HTTP status and with nothing that AWS would say"
    retried = error.response.get("ResponseMetadata", {}).get("RetryAttempts", 0) > 0
    return ServiceError(operation, code, text, retried)
