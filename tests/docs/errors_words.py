# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/troubleshooting.md says of each verdict, each text and each hint of _aws/errors.py."""

from __future__ import annotations

from typing import NamedTuple

from ansible_collections.planton.dynamodb.plugins.module_utils._aws.verdicts import Verdict


class Words(NamedTuple):
    """What a verdict is called, what the collection does by itself, and what is left for the user."""

    title: str
    itself: str
    user: str


VERDICTS: dict[Verdict, Words] = {
    Verdict.ALREADY: Words("It is so already", "The step counts as done.", "Nothing."),
    Verdict.OVERTAKEN: Words(
        "Somebody else did it first",
        "The step is skipped. The table is read again at the end. If it differs, the run plans again, up to "
        "three times.",
        "If the warning comes again, find out who else changes the table.",
    ),
    Verdict.SOON: Words(
        "In a few seconds",
        "The call is made again, also with `wait: false`: at the time that AWS names, or at the pace of that limit.",
        "Nothing. If it makes a fleet slow, ask AWS for a higher limit, or start fewer runs at a time.",
    ),
    Verdict.BUSY: Words(
        "After another change is done",
        "The call is made again when the change in flight has made progress, until `wait_timeout`. If no change is in "
        "flight, it is tried for a minute. With `wait: false` the step stays pending.",
        "If `wait_timeout` was over, run again. For long index builds give a longer `wait_timeout`.",
    ),
    Verdict.LATER: Words(
        "At a later time",
        "The run waits if that time comes within `wait_timeout`. Else the step and what needs it stay pending, "
        "everything else is done, and the task fails with `retry_at`. With `wait: false` it warns instead.",
        "Run again after `retry_at`.",
    ),
    Verdict.TRANSIENT: Words(
        "Something went wrong inside AWS, or on the way",
        "The call is tried up to four times. Before each try, the run looks whether the last one has taken effect.",
        "Run again. Check the network and the state of the service.",
    ),
    Verdict.MISSING: Words(
        "It does not exist",
        "A read means that the table does not exist. If the table or index was just made, the call is made again for "
        "ten seconds. Else the step has failed.",
        "Run again. The table is made if the specification contains all that it needs.",
    ),
    Verdict.DENIED: Words(
        "Not allowed",
        "If the specification needs a read, the task fails before it writes anything. If it is a write, the step has "
        "failed, and no further call is started.",
        "Allow the action that the text names; [permissions](iam.md) lists them by option.",
    ),
    Verdict.UNSUPPORTED: Words(
        "Not offered here",
        "The API is called only once. If the specification needs it, the task fails before it writes anything.",
        "Leave the option out, or use another endpoint. AWS itself offers all APIs; local engines do not.",
    ),
}

MEANINGS: dict[tuple[str, str], str] = {
    ("ValidationException", "TimeToLive is already "): "time to live is on, or off, as asked for",
    (
        "ValidationException",
        "TimeToLive is active on a different AttributeName",
    ): "somebody turned it on for another attribute",
    (
        "ValidationException",
        "will not change. The requested value equals the current value",
    ): "the table has that capacity already",
    ("ValidationException", "Table already has an enabled stream"): "the stream is on",
    ("ValidationException", "Table has no stream to disable"): "the stream is off",
    ("ValidationException", "Table is already encrypted"): "the table has that key already",
    (
        "ValidationException",
        "modified multiple times within a fixed interval",
    ): "time to live changes once in half an hour; another attribute takes two changes",
    ("ValidationException", "Cannot describe time to live while table is in"): "the table is being made or deleted",
    (
        "ValidationException",
        "not in a valid state to update Key Access Insights",
    ): "the table or the index is not ACTIVE yet",
    ("ValidationException", "Precision is already set to the desired value"): "the Kinesis destination is as asked for",
    (
        "ValidationException",
        "must be DISABLED or ENABLE_FAILED to perform ENABLE",
    ): "a Kinesis destination of the table is on, or on its way off",
    ("ValidationException", "must be ACTIVE to perform DISABLE"): "the Kinesis destination is changing, or off already",
    ("ValidationException", "Updates are only allowed in ACTIVE state"): "the Kinesis destination is changing",
    ("ValidationException", "is not allowed while the replica is being"): "a replica is being added or removed",
    (
        "ValidationException",
        "has acted as a source region for new replica",
    ): "a replica was added within the last day, and the table that it was made from is to go",
    ("ResourceInUseException", "Table already exists"): "somebody else, or an earlier try, made the table",
    ("TableAlreadyExistsException", ""): "the same, while the table was to be restored",
    ("TableInUseException", "is already being restored"): "somebody else, or an earlier try, restores the table",
    (
        "ResourceInUseException",
        "Attempt to change a resource which is still in use",
    ): "another change of the table or of an index is in flight; the text goes on to say which",
    ("ResourceInUseException", "needs to be in ACTIVE status"): "deletion protection waits for the table",
    (
        "ResourceInUseException",
        "which you are attempting to change is in use",
    ): "another change is in flight; the text does not say which",
    ("LimitExceededException", "Table tags are being updated"): "the last change of tags is not done yet",
    (
        "LimitExceededException",
        "simultaneously",
    ): "AWS builds or deletes one index of a table at a time, and makes a limited number of tables at a time",
    (
        "LimitExceededException",
        "are limited",
    ): "a quota: decreases of capacity a day, changes of the key in 24 hours, changes of the class in 30 days",
    ("ContinuousBackupsUnavailableException", ""): "the table is new, and backups are being enabled",
    ("BackupInUseException", ""): "the backup is being made, or feeds another restore",
    ("TableInUseException", ""): "a backup is being made, and the table must not change",
    ("ThrottlingException", ""): "too many calls at once, or deletion protection changed twice in 15 seconds",
    ("Throttling", ""): "too many calls at once",
    ("ThrottledException", ""): "too many calls at once",
    ("RequestLimitExceeded", ""): "too many calls at once",
    ("TooManyRequestsException", ""): "too many calls at once",
    ("429", ""): "too many calls at once, says something on the way to AWS",
    ("InternalServerError", "system maintenance"): "AWS is moving the table",
    ("InternalServerError", "KMS"): "DynamoDB cannot use the key, because it is asymmetric or for HMAC",
    ("InternalServerError", ""): "a fault inside AWS; the text does not say which",
    ("ServiceUnavailable", ""): "a fault inside AWS; the text does not say which",
    ("ConnectionClosedError", ""): "no answer came; the call may have been carried out",
    ("EndpointConnectionError", ""): "nothing answers at that address",
    ("ReadTimeoutError", ""): "no answer came in time; the call may have been carried out",
    ("ConnectTimeoutError", ""): "nothing answers at that address",
    ("ChecksumError", ""): "the answer was damaged on the way",
    (
        "PolicyNotFoundException",
        "Requested update for policy with revision id",
    ): "the resource policy was changed after it was read; the run reads it again and goes on from there",
    (
        "PolicyNotFoundException",
        "expected revision id does not match",
    ): "the same, as some endpoints write it",
    ("ConcurrentUpdateException", ""): "another change of the same scaling is on its way",
    ("InternalServiceException", ""): "Application Auto Scaling had a failure of its own",
    ("NotFoundException", ""): "the table, an index, a backup or a key does not exist, or not yet",
    ("NoSuchBucket", ""): "the bucket of an import does not exist",
    ("ResourceNotFound", ""): "the same, as some endpoints write it",
    ("AccessDeniedException", ""): "the text names the action, and mostly the policy that denies it",
    ("AccessDenied", ""): "the same, as some services write it",
    ("UnknownOperationException", ""): "the endpoint does not know the call",
    ("InvalidAction", ""): "the endpoint does not know the call",
    ("NotImplemented", ""): "the endpoint does not know the call",
}

# What the hint of the code leaves open: why one sees it.
SEEN: dict[tuple[str, str], str] = {
    ("NoCredentialsError", ""): "no credentials were found",
    (
        "UpdateTable:AccessDenied",
        "iam:CreateServiceLinkedRole",
    ): "the first replica of an account needs a role that is not there yet",
    (
        "AccessDenied",
        "iam:CreateServiceLinkedRole",
    ): "the first scaling of an account needs a role that is not there yet",
    (
        "PutScalingPolicy:FailedResourceAccessException",
        "",
    ): "Application Auto Scaling may not make the alarms of a policy",
    ("PutScalingPolicy:ObjectNotFoundException", ""): "the target of the policy is gone",
    ("PutScheduledAction:ObjectNotFoundException", ""): "the target of the scheduled action is gone",
    ("PartialCredentialsError", ""): "half of a pair of keys was found",
    ("UnrecognizedClientException", ""): "AWS does not know the access key",
    ("InvalidClientTokenId", ""): "AWS does not know the access key",
    ("InvalidSignatureException", ""): "the secret key is not that of the access key, or a clock is wrong by minutes",
    ("ExpiredToken", ""): "a session ended, perhaps in the middle of a run",
    ("NoRegionError", ""): "no region was given",
    ("InvalidRegionError", ""): "there is no region of that name",
    ("ProfileNotFound", ""): "there is no profile of that name",
    ("InvalidConfig", ""): "the SDK does not know a setting",
    ("SSLError", ""): "the certificate is not trusted, or the endpoint speaks plain HTTP",
    ("InvalidEndpoint", ""): "the URL is not valid",
    ("EndpointConnectionError", ""): "nothing answers at that address",
    ("ConnectTimeoutError", ""): "nothing answers at that address",
    ("DescribeKey:NotFoundException", ""): "there is no such key",
    (
        "PutResourcePolicy:AccessDenied",
        "will not allow you to update",
    ): "the new resource policy denies the user of the run to change it",
    (
        "AccessDenied",
        "explicit deny in a resource-based policy",
    ): "the resource policy of the table denies the call, or did so some minutes ago",
    ("AccessDenied", ""): "a policy does not allow it",
    ("ValidationException", "Invalid principal in policy document"): "an account, role or user does not exist",
    ("ValidationException", "unbounded access"): "the resource policy allows something to everybody",
    ("ValidationException", "Invalid policy document"): "AWS does not understand the resource policy",
    ("ValidationException", "KMS"): "DynamoDB cannot use the key",
    ("ResourceNotFoundException", "Table: "): "the table was deleted",
    ("TableNotEmpty", ""): "with `replacement: when_empty`, the table got an item before it was deleted",
    ("LimitExceededException", "simultaneously"): "another index was being built until `wait_timeout` was over",
    ("LimitExceededException", "per table maximum"): "more capacity than the quota of the account",
    ("LimitExceededException", "TableClass"): "a third change of class",
    ("ValidationException", "already existed as tables"): "a table that was made by itself is in the way of a replica",
    (
        "ValidationException",
        "should either be Pay-Per-Request or AutoScaled",
    ): "a table with replicas, or that gets one, has writes that nothing scales",
    ("ValidationException", "has acted as a source region"): "a replica was added less than a day ago",
    (
        "KinesisStreamingDestination:ENABLE_FAILED",
        "",
    ): "AWS took the call, and found out seconds later, or a minute later, that it cannot use the Kinesis stream",
    ("Timeout", "backup"): "the backup before a deletion took longer than `wait_timeout`",
    ("Throttling", ""): "other runs or programs made too many calls until `wait_timeout` was over",
}
