# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Errors of the service, told apart by their text: the codes alone say too little.

DynamoDB answers one code for "wait a second", "wait until tomorrow" and "never". The phrases below are the stable
parts of the measured texts; names, times and regions around them vary.
"""

from __future__ import annotations

import datetime
import enum
import typing as t

try:  # noqa: SIM105
    from botocore.exceptions import BotoCoreError, ClientError
except ImportError:
    pass  # Handled by AnsibleAWSModule


class Verdict(enum.Enum):
    """What an error means for the call that met it."""

    ALREADY = "the state is as asked"
    OVERTAKEN = "somebody else has changed it meanwhile"
    SOON = "admitted within seconds"
    BUSY = "admitted when what is in flight has settled"
    LATER = "admitted at a later time"
    SHAKY = "failed for no reason of ours; worth some more tries"
    MISSING = "the table is not there, or not yet"
    DENIED = "not allowed"
    UNSUPPORTED = "not offered by the endpoint"
    FINAL = "never"


# What a pace is learned from, and a call is repeated after.
# The last is the bare HTTP status of something on the way to the service.
TOO_FAST = ("ThrottlingException", "Throttling", "RequestLimitExceeded", "TooManyRequestsException", "429")

# Code (or its end), phrase, verdict: the first that matches decides.
TEXTS: tuple[tuple[str, str, Verdict], ...] = (
    ("ValidationException", "TimeToLive is already ", Verdict.ALREADY),
    ("ValidationException", "TimeToLive is active on a different AttributeName", Verdict.OVERTAKEN),
    ("ValidationException", "will not change. The requested value equals the current value", Verdict.ALREADY),
    ("ValidationException", "Table already has an enabled stream", Verdict.ALREADY),
    ("ValidationException", "Table has no stream to disable", Verdict.ALREADY),
    ("ValidationException", "Table is already encrypted", Verdict.ALREADY),
    ("ValidationException", "modified multiple times within a fixed interval", Verdict.LATER),
    ("ValidationException", "Cannot describe time to live while table is in", Verdict.BUSY),
    ("ValidationException", "not in a valid state to update Key Access Insights", Verdict.BUSY),
    ("ValidationException", "is not allowed while the replica is being", Verdict.BUSY),
    ("ValidationException", "has acted as a source region for new replica", Verdict.LATER),
    ("ResourceInUseException", "Table already exists", Verdict.ALREADY),
    ("ResourceInUseException", "Attempt to change a resource which is still in use", Verdict.BUSY),
    ("ResourceInUseException", "needs to be in ACTIVE status", Verdict.BUSY),
    ("ResourceInUseException", "which you are attempting to change is in use", Verdict.BUSY),
    ("LimitExceededException", "Table tags are being updated", Verdict.SOON),
    ("LimitExceededException", "simultaneously", Verdict.BUSY),
    ("LimitExceededException", "are limited", Verdict.LATER),
    ("ContinuousBackupsUnavailableException", "", Verdict.SOON),
    ("BackupInUseException", "", Verdict.BUSY),
    ("TableInUseException", "", Verdict.BUSY),
    *((code, "", Verdict.SOON) for code in TOO_FAST),
    ("InternalServerError", "system maintenance", Verdict.BUSY),
    ("InternalServerError", "KMS", Verdict.FINAL),
    ("InternalServerError", "", Verdict.SHAKY),
    ("ServiceUnavailable", "", Verdict.SHAKY),
    ("ConnectionClosedError", "", Verdict.SHAKY),
    ("EndpointConnectionError", "", Verdict.SHAKY),
    ("ReadTimeoutError", "", Verdict.SHAKY),
    ("ConnectTimeoutError", "", Verdict.SHAKY),
    ("ChecksumError", "", Verdict.SHAKY),
    ("NotFoundException", "", Verdict.MISSING),
    ("ResourceNotFound", "", Verdict.MISSING),
    ("AccessDeniedException", "", Verdict.DENIED),
    ("AccessDenied", "", Verdict.DENIED),
    ("UnknownOperationException", "", Verdict.UNSUPPORTED),
    ("InvalidAction", "", Verdict.UNSUPPORTED),
    ("NotImplemented", "", Verdict.UNSUPPORTED),
)

# What is so until somebody changes something outside of the table.
LASTING = (Verdict.FINAL, Verdict.DENIED, Verdict.UNSUPPORTED)
# The HTTP statuses of something on the way to the service.
GATEWAY = ("502", "503", "504")
# What to do where neither code nor text tells more.
GENERAL: dict[Verdict, str] = {
    Verdict.UNSUPPORTED: "the endpoint lacks this API: leave the option out, or use another endpoint",
    Verdict.SHAKY: "some more tries did not help: run again, and check the network and the state of the service",
}

# Part of OPERATION:CODE, phrase, what to do: the first that matches is told.
HINTS: tuple[tuple[str, str, str], ...] = (
    ("NoCredentialsError", "", "give access_key and secret_key, a profile, or a role to the machine"),
    ("PartialCredentialsError", "", "give access_key and secret_key together"),
    (
        "UnrecognizedClientException",
        "",
        "check access_key, secret_key and session_token; temporary keys need all three",
    ),
    ("InvalidClientTokenId", "", "check access_key, secret_key and session_token; temporary keys need all three"),
    ("InvalidSignatureException", "", "check secret_key, and the clock of this machine"),
    ("ExpiredToken", "", "renew the session and run again; what is done stays done"),
    ("NoRegionError", "", "give region, or set AWS_REGION"),
    ("InvalidRegionError", "", "give region as AWS writes it, such as eu-central-1"),
    ("ProfileNotFound", "", "check profile, and the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name"),
    ("InvalidConfig", "", "give aws_config as botocore.config.Config takes it"),
    ("SSLError", "", "check endpoint_url (http or https), aws_ca_bundle and validate_certs"),
    ("InvalidEndpoint", "", "give endpoint_url with its scheme, such as http://host:port"),
    (
        "EndpointConnectionError",
        "",
        "check endpoint_url and region: nothing answers there, or the region does not exist",
    ),
    ("ConnectTimeoutError", "", "check endpoint_url, region and the network: nothing answers there"),
    ("DescribeKey:NotFoundException", "", "check kms_key_arn: no such key or alias in this account and region"),
    ("AccessDenied", "", "allow the action to the caller, on this table"),
    ("ValidationException", "KMS", "check that the key exists, is enabled, symmetric and in the table's region"),
    ("ResourceNotFoundException", "Table: ", "somebody deleted the table meanwhile; run again to create it"),
    ("TableNotEmpty", "", "see whether the items are wanted; deletion protection that the run has lifted is off now"),
    ("LimitExceededException", "simultaneously", "run again when the other index is built"),
    ("LimitExceededException", "per table maximum", "ask AWS to raise the quota, or lower the capacity"),
    ("LimitExceededException", "TableClass", "AWS allows two changes in 30 days"),
    ("ValidationException", "has acted as a source region", "AWS allows it a day after the last replica was added"),
    ("Timeout", "backup", "give a longer wait_timeout; the backup that was begun stays"),
    ("Throttling", "", "the account makes too many calls of this kind at once, not only here: run again later"),
)


class ServiceError(Exception):
    """A call that failed: what was called, the service's code and text, and what they mean."""

    def __init__(self, operation: str, code: str, text: str, retried: bool = False) -> None:
        self.operation = operation
        self.code = code
        self.text = text
        # The SDK sent the call more than once: an earlier one may have taken effect unseen.
        self.retried = retried
        self.verdict = classify(operation, code, text)
        # Imported here because most runs meet no error, and a module compiles all that it imports anew in every task.
        from .quotas import stated, timestamp

        # When the call is admitted again; of what the service put off without a time, whoever has a clock adds it.
        when = self._stated = stated(text)
        self.retry_at = timestamp(when) if when else ""
        super().__init__(f"{operation}: {code}: {text}")

    @property
    def hint(self) -> str:
        """What the user can do about it; empty where the text says it all."""
        what = f"{self.operation}:{self.code}"
        general = GENERAL.get(self.verdict, "")
        return next((hint for code, phrase, hint in HINTS if code in what and phrase in self.text), general)

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

    def words(self) -> dict[str, str]:
        """Return the error as a result names it."""
        words = {"operation": self.operation, "code": self.code, "message": self.text}
        extra = {"hint": self.hint, "retry_at": self.retry_at}
        return {**words, **{name: text for name, text in extra.items() if text}}


def not_empty() -> ServiceError:
    """Return what ends a run that was to delete the table only if it holds nothing."""
    return ServiceError("Scan", "TableNotEmpty", "the table got an item meanwhile; it was not deleted")


def classify(operation: str, code: str, text: str) -> Verdict:
    """Tell what an error means for the operation that met it."""
    if operation == "DeleteTable" and (code == "ResourceNotFoundException" or "Table is being deleted" in text):
        return Verdict.ALREADY
    for ending, phrase, verdict in TEXTS:
        if code.endswith(ending) and phrase in text:
            return verdict
    if code in GATEWAY:
        return Verdict.SHAKY
    # Any other bare HTTP status means that the body was no answer of AWS: an engine that lacks the API.
    return Verdict.UNSUPPORTED if code.isdigit() else Verdict.FINAL


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
