# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Classifies errors of AWS by their text, because the codes alone say too little.

DynamoDB uses the same code for "wait a second", "wait until tomorrow" and "never". The phrases below are the constant
parts of the measured texts; names, times and Regions around them vary.
"""

from __future__ import annotations

from .verdicts import TOO_FAST, Verdict

# The end of the code, a phrase in the text, and the verdict; the first match decides.
TEXTS: tuple[tuple[str, str, Verdict], ...] = (
    ("ValidationException", "TimeToLive is already ", Verdict.ALREADY),
    ("ValidationException", "TimeToLive is active on a different AttributeName", Verdict.OVERTAKEN),
    ("ValidationException", "will not change. The requested value equals the current value", Verdict.ALREADY),
    ("ValidationException", "Table already has an enabled stream", Verdict.ALREADY),
    ("ValidationException", "Table has no stream to disable", Verdict.ALREADY),
    ("ValidationException", "Table is already encrypted", Verdict.ALREADY),
    ("PolicyNotFoundException", "Requested update for policy with revision id", Verdict.OVERTAKEN),
    ("PolicyNotFoundException", "expected revision id does not match", Verdict.OVERTAKEN),
    ("ValidationException", "modified multiple times within a fixed interval", Verdict.LATER),
    ("ValidationException", "Cannot describe time to live while table is in", Verdict.BUSY),
    ("ValidationException", "not in a valid state to update Key Access Insights", Verdict.BUSY),
    ("ValidationException", "Precision is already set to the desired value", Verdict.ALREADY),
    ("ValidationException", "must be DISABLED or ENABLE_FAILED to perform ENABLE", Verdict.BUSY),
    ("ValidationException", "must be ACTIVE to perform DISABLE", Verdict.BUSY),
    ("ValidationException", "Updates are only allowed in ACTIVE state", Verdict.BUSY),
    ("ValidationException", "is not allowed while the replica is being", Verdict.BUSY),
    ("ValidationException", "has acted as a source region for new replica", Verdict.LATER),
    ("ResourceInUseException", "Table already exists", Verdict.ALREADY),
    ("TableAlreadyExistsException", "", Verdict.ALREADY),
    ("TableInUseException", "is already being restored", Verdict.ALREADY),
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
    ("InternalServerError", "", Verdict.TRANSIENT),
    ("ServiceUnavailable", "", Verdict.TRANSIENT),
    ("ConnectionClosedError", "", Verdict.TRANSIENT),
    ("EndpointConnectionError", "", Verdict.TRANSIENT),
    ("ReadTimeoutError", "", Verdict.TRANSIENT),
    ("ConnectTimeoutError", "", Verdict.TRANSIENT),
    ("ChecksumError", "", Verdict.TRANSIENT),
    ("ConcurrentUpdateException", "", Verdict.SOON),
    ("InternalServiceException", "", Verdict.TRANSIENT),
    ("NotFoundException", "", Verdict.MISSING),
    ("NoSuchBucket", "", Verdict.MISSING),
    ("ResourceNotFound", "", Verdict.MISSING),
    ("AccessDeniedException", "", Verdict.DENIED),
    ("AccessDenied", "", Verdict.DENIED),
    ("UnknownOperationException", "", Verdict.UNSUPPORTED),
    ("InvalidAction", "", Verdict.UNSUPPORTED),
    ("NotImplemented", "", Verdict.UNSUPPORTED),
)

# Calls that remove what may be gone already.
ENDS = ("DeregisterScalableTarget", "DeleteScheduledAction")
# HTTP statuses that a gateway between here and AWS answers with.
GATEWAY = ("502", "503", "504")
# Hints for verdicts, used if no entry of HINTS matches.
GENERAL: dict[Verdict, str] = {
    Verdict.UNSUPPORTED: "the endpoint lacks this API: leave the option out, or use another endpoint",
    Verdict.TRANSIENT: "some more tries did not help: run again, and check the network and the state of the service",
}

# Part of OPERATION:CODE, a phrase in the text, and what the user can do; the first match is used.
HINTS: tuple[tuple[str, str, str], ...] = (
    ("NoCredentialsError", "", "give access_key and secret_key, a profile, or a role to the machine"),
    ("PartialCredentialsError", "", "give access_key and secret_key together"),
    (
        "UnrecognizedClientException",
        "",
        "check access_key, secret_key and session_token; temporary keys need all three; if the error is of another "
        "Region, see whether the account has enabled that Region",
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
    (
        "PutResourcePolicy:AccessDenied",
        "will not allow you to update",
        "leave this user the right to change it, or set confirm_remove_self_resource_access: true",
    ),
    (
        "AccessDenied",
        "explicit deny in a resource-based policy",
        "remove the denial from the resource policy; AWS goes on denying for about four minutes",
    ),
    (
        "UpdateTable:AccessDenied",
        "iam:CreateServiceLinkedRole",
        "allow iam:CreateServiceLinkedRole for replication.dynamodb.amazonaws.com, or let somebody who may run this "
        "once: the role is made once in an account",
    ),
    (
        "AccessDenied",
        "iam:CreateServiceLinkedRole",
        "allow iam:CreateServiceLinkedRole for dynamodb.application-autoscaling.amazonaws.com, or let somebody who may "
        "run this once: the role is made once in an account",
    ),
    (
        "PutScalingPolicy:FailedResourceAccessException",
        "",
        "allow cloudwatch:PutMetricAlarm, cloudwatch:DescribeAlarms and cloudwatch:DeleteAlarms to the caller",
    ),
    (
        "PutScalingPolicy:ObjectNotFoundException",
        "",
        "somebody ended the scaling meanwhile; run again to begin it anew",
    ),
    (
        "PutScheduledAction:ObjectNotFoundException",
        "",
        "somebody ended the scaling meanwhile; run again to begin it anew",
    ),
    ("AccessDenied", "", "allow the action to the caller, on this table"),
    (
        "ValidationException",
        "Invalid principal in policy document",
        "check that each account, role and user in the policy exists; AWS knows a new one some seconds later",
    ),
    ("ValidationException", "unbounded access", "name the accounts, roles or users, or narrow the Condition"),
    ("ValidationException", "Invalid policy document", "correct what the text names; docs/sharing.md has examples"),
    ("ValidationException", "KMS", "check that the key exists, is enabled, symmetric and in the table's region"),
    ("ResourceNotFoundException", "Table: ", "somebody deleted the table meanwhile; run again to create it"),
    ("TableNotEmpty", "", "see whether the items are wanted; deletion protection that the run has lifted is off now"),
    ("LimitExceededException", "simultaneously", "run again when the other index is built"),
    ("LimitExceededException", "per table maximum", "ask AWS to raise the quota, or lower the capacity"),
    ("LimitExceededException", "TableClass", "AWS allows two changes in 30 days"),
    (
        "ValidationException",
        "already existed as tables",
        "delete or rename the table of that name in the other Region: AWS takes no table that is there as a replica",
    ),
    (
        "ValidationException",
        "should either be Pay-Per-Request or AutoScaled",
        "give auto_scaling.write to the table and to each of its indexes, or use billing_mode PAY_PER_REQUEST",
    ),
    ("ValidationException", "has acted as a source region", "AWS allows it a day after the last replica was added"),
    (
        "KinesisStreamingDestination:ENABLE_FAILED",
        "",
        "check that the stream exists and is ACTIVE, in the account and region of the table, and that the caller may"
        " kinesis:DescribeStream, PutRecord and PutRecords on it",
    ),
    ("Timeout", "backup", "give a longer wait_timeout; the backup that was begun stays"),
    ("Throttling", "", "the account makes too many calls of this kind at once, not only here: run again later"),
)


def classify(operation: str, code: str, text: str) -> Verdict:
    """Return what an error means for the operation that raised it."""
    if operation == "ImportTable" and code == "LimitExceededException":
        # The only limit is on imports at the same time; its text was not measured.
        return Verdict.BUSY
    if operation == "DeleteTable" and (code == "ResourceNotFoundException" or "Table is being deleted" in text):
        return Verdict.ALREADY
    if operation in ENDS and code == "ObjectNotFoundException":
        return Verdict.ALREADY
    for ending, phrase, verdict in TEXTS:
        if code.endswith(ending) and phrase in text:
            return verdict
    if code in GATEWAY:
        return Verdict.TRANSIENT
    # Another HTTP status instead of a code means that the answer is not from AWS: a local engine lacks the API.
    return Verdict.UNSUPPORTED if code.isdigit() else Verdict.FINAL


def hint(operation: str, code: str, text: str, verdict: Verdict) -> str:
    """Return what the user can do about an error; empty if there is no hint."""
    what = f"{operation}:{code}"
    general = GENERAL.get(verdict, "")
    return next((hint for code, phrase, hint in HINTS if code in what and phrase in text), general)
