# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/troubleshooting.md says of each verdict, each text and each hint of _aws/errors.py."""

from __future__ import annotations

from typing import NamedTuple

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.errors import Verdict


class Words(NamedTuple):
    """What a verdict is called, what the collection does by itself, and what is left for the user."""

    title: str
    itself: str
    user: str


VERDICTS: dict[Verdict, Words] = {
    Verdict.ALREADY: Words("It is so already", "The step counts as done.", "Nothing."),
    Verdict.OVERTAKEN: Words(
        "Somebody else was quicker",
        "The step is skipped. The table is read again at the end, and what differs then is planned anew, up to three "
        "times.",
        "Find out who else changes the table, if the warning comes again.",
    ),
    Verdict.SOON: Words(
        "In a few seconds",
        "The call is made again: at the time that AWS names, else at the pace of that limit, with `wait: false` too.",
        "Nothing. If a fleet is slow because of it, ask AWS for more, or let fewer runs go at a time.",
    ),
    Verdict.BUSY: Words(
        "When something else is done",
        "The call is made again as soon as what is in flight has come on, until `wait_timeout`. If nothing can be seen "
        "in flight, it is tried for a minute. With `wait: false` the step stays pending.",
        "Run again, if the time was up. For long index builds give a longer `wait_timeout`.",
    ),
    Verdict.LATER: Words(
        "At a later time",
        "If that time comes within `wait_timeout`, it is waited for. Else the step and what needs it stay pending, "
        "everything else is done, and the task fails with `retry_at`; with `wait: false` it warns instead.",
        "Run again after `retry_at`.",
    ),
    Verdict.SHAKY: Words(
        "Something went wrong inside AWS, or on the way",
        "Up to four tries, and before each a look whether the last one has taken effect after all.",
        "Run again. Check the network and the state of the service.",
    ),
    Verdict.MISSING: Words(
        "It is not there",
        "For a read the table is one that does not exist. For a table or index that was just made the call is made "
        "again for ten seconds. Else the step has failed.",
        "Run again: the table is made anew if the specification says all that it needs.",
    ),
    Verdict.DENIED: Words(
        "Not allowed",
        "A read that the specification needs: the task fails before anything is written. A write: the step has failed, "
        "and no further call is started.",
        "Allow the action that the text names; [permissions](iam.md) lists them by option.",
    ),
    Verdict.UNSUPPORTED: Words(
        "Not offered here",
        "The API is asked once and not again. If the specification needs it, the task fails before anything is "
        "written.",
        "Leave the option out, or use another endpoint. AWS itself offers all of them; local engines do not.",
    ),
}

MEANINGS: dict[tuple[str, str], str] = {
    ("ValidationException", "TimeToLive is already "): "time to live is on, or off, as asked",
    (
        "ValidationException",
        "TimeToLive is active on a different AttributeName",
    ): "somebody turned it on for another attribute",
    (
        "ValidationException",
        "will not change. The requested value equals the current value",
    ): "the capacity is that already",
    ("ValidationException", "Table already has an enabled stream"): "the stream is on",
    ("ValidationException", "Table has no stream to disable"): "the stream is off",
    ("ValidationException", "Table is already encrypted"): "the key is that already",
    (
        "ValidationException",
        "modified multiple times within a fixed interval",
    ): "time to live changes once in half an hour; another attribute takes two changes",
    ("ValidationException", "Cannot describe time to live while table is in"): "the table is being made or deleted",
    (
        "ValidationException",
        "not in a valid state to update Key Access Insights",
    ): "the table or the index is not ACTIVE yet",
    ("ValidationException", "is not allowed while the replica is being"): "a replica is being added or removed",
    (
        "ValidationException",
        "has acted as a source region for new replica",
    ): "a replica was added within the last day, and the table that it was made from is to go",
    ("ResourceInUseException", "Table already exists"): "somebody, or an earlier try, made the table",
    (
        "ResourceInUseException",
        "Attempt to change a resource which is still in use",
    ): "another change of the table or of an index is in flight; the text goes on to say which",
    ("ResourceInUseException", "needs to be in ACTIVE status"): "deletion protection waits for the table",
    ("ResourceInUseException", "which you are attempting to change is in use"): "the same, without saying what",
    ("LimitExceededException", "Table tags are being updated"): "the last tags have not settled",
    (
        "LimitExceededException",
        "simultaneously",
    ): "one index at a time is built or deleted, and so many tables at a time are made",
    (
        "LimitExceededException",
        "are limited",
    ): "a quota over time: decreases of capacity on a day, changes of the key in 24 hours, of the class in 30 days",
    ("ContinuousBackupsUnavailableException", ""): "the table is new, and backups are being enabled",
    ("BackupInUseException", ""): "another backup is being made",
    ("TableInUseException", ""): "a backup needs the table as it is",
    ("ThrottlingException", ""): "too many calls at once, or deletion protection changed twice in 15 seconds",
    ("Throttling", ""): "too many calls at once",
    ("RequestLimitExceeded", ""): "too many calls at once",
    ("TooManyRequestsException", ""): "too many calls at once",
    ("429", ""): "the same, from something on the way to AWS",
    ("InternalServerError", "system maintenance"): "AWS is moving the table",
    ("InternalServerError", "KMS"): "the key is of a kind that DynamoDB cannot use: asymmetric, or for HMAC",
    ("InternalServerError", ""): "AWS does not say",
    ("ServiceUnavailable", ""): "AWS does not say",
    ("ConnectionClosedError", ""): "no answer came; the call may have been carried out",
    ("EndpointConnectionError", ""): "nothing answers at that address",
    ("ReadTimeoutError", ""): "no answer came in time; the call may have been carried out",
    ("ConnectTimeoutError", ""): "nothing answers at that address",
    ("ChecksumError", ""): "the answer was damaged on the way",
    ("NotFoundException", ""): "the table, its index, its backup or a key is not there, or not yet",
    ("ResourceNotFound", ""): "the same, as some endpoints write it",
    ("AccessDeniedException", ""): "the text names the action and, mostly, the policy that is in the way",
    ("AccessDenied", ""): "the same, as some services write it",
    ("UnknownOperationException", ""): "the endpoint does not know the call",
    ("InvalidAction", ""): "the endpoint does not know the call",
    ("NotImplemented", ""): "the endpoint does not know the call",
}

# What the hint of the code leaves open: why one sees it.
SEEN: dict[tuple[str, str], str] = {
    ("NoCredentialsError", ""): "no credentials were found",
    ("PartialCredentialsError", ""): "half of a pair of keys was found",
    ("UnrecognizedClientException", ""): "AWS does not know the access key",
    ("InvalidClientTokenId", ""): "AWS does not know the access key",
    ("InvalidSignatureException", ""): "the secret key does not fit, or a clock is wrong by minutes",
    ("ExpiredToken", ""): "a session ended, perhaps in the middle of a run",
    ("NoRegionError", ""): "no region was given",
    ("InvalidRegionError", ""): "that is no name of a region",
    ("ProfileNotFound", ""): "no profile of that name",
    ("InvalidConfig", ""): "a setting of the SDK that it does not take",
    ("SSLError", ""): "the certificate is not trusted, or the endpoint speaks plain HTTP",
    ("InvalidEndpoint", ""): "that is no address",
    ("EndpointConnectionError", ""): "nothing answers",
    ("ConnectTimeoutError", ""): "nothing answers",
    ("DescribeKey:NotFoundException", ""): "no such key",
    ("AccessDenied", ""): "a policy does not allow it",
    ("ValidationException", "KMS"): "DynamoDB cannot use the key",
    ("ResourceNotFoundException", "Table: "): "the table has gone",
    ("TableNotEmpty", ""): "`replacement: when_empty`, and the table got an item before it was deleted",
    ("LimitExceededException", "simultaneously"): "another index is on its way, and the time was up",
    ("LimitExceededException", "per table maximum"): "more capacity than the quota of the account",
    ("LimitExceededException", "TableClass"): "a third change of class",
    ("ValidationException", "has acted as a source region"): "a replica was added less than a day ago",
    ("Timeout", "backup"): "the backup before a deletion took longer than `wait_timeout`",
    ("Throttling", ""): "many runs at once, or other programs, until the time was up",
}
