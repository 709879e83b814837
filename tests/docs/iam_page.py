# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/iam.md, as the runs of iam_features.py give it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ansible_collections.planton.dynamodb.tests.docs.iam_features import FEATURES, Feature, Reading, Used

PAGE = Path(__file__).resolve().parents[2] / "docs" / "iam.md"
TABLE = "arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE"
BUCKET = "arn:aws:s3:::BUCKET"
# What DynamoDB does with its log of an import.
LOGGED = ("CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents", "PutRetentionPolicy")
STREAMS = f"{TABLE}/stream/*"
KEY = "arn:aws:kms:REGION:ACCOUNT:key/KEY"
WRITES_OF_SCALING = (
    *("RegisterScalableTarget", "DeregisterScalableTarget", "PutScalingPolicy"),
    *("PutScheduledAction", "DeleteScheduledAction"),
)
ALARMS = ("PutMetricAlarm", "DescribeAlarms", "DeleteAlarms")
ROLE = "iam:CreateServiceLinkedRole"
ROLES = "arn:aws:iam::ACCOUNT:role/aws-service-role/"
# Where an action is about something else than the table; some cannot be limited at all.
RESOURCES: dict[str, tuple[str, ...]] = {
    "dynamodb:ListTables": ("*",),
    "dynamodb:ListContributorInsights": ("*",),
    "tag:GetResources": ("*",),
    **{
        f"application-autoscaling:{name}": ("*",)
        for name in ("DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions")
    },
    **{
        f"application-autoscaling:{name}": ("arn:aws:application-autoscaling:REGION:ACCOUNT:scalable-target/*",)
        for name in WRITES_OF_SCALING
    },
    **{
        f"cloudwatch:{name}": ("arn:aws:cloudwatch:REGION:ACCOUNT:alarm:TargetTracking-table/TABLE*",)
        for name in ALARMS
    },
    "dynamodb:DescribeBackup": (f"{TABLE}/backup/*",),
    "dynamodb:RestoreTableFromBackup": (TABLE, f"{TABLE}/backup/*"),
    "dynamodb:ListImports": ("*",),
    "dynamodb:DescribeImport": (TABLE, f"{TABLE}/import/*"),
    "dynamodb:ImportTable": (TABLE, f"{TABLE}/import/*"),
    "s3:GetObject": (f"{BUCKET}/*",),
    "s3:ListBucket": (BUCKET,),
    "logs:DescribeLogGroups": ("*",),
    **dict.fromkeys(map("logs:{}".format, LOGGED), ("arn:aws:logs:REGION:ACCOUNT:log-group:/aws-dynamodb/*",)),
    "dynamodb:DescribeContributorInsights": (TABLE, f"{TABLE}/index/*"),
    "dynamodb:UpdateContributorInsights": (TABLE, f"{TABLE}/index/*"),
}
INTRODUCTION = """\
# Permissions

This page lists, option by option, the permissions that the caller needs, and no more. Join the statements of the
options that you use. In check mode, and so for the playbook `plan`, the statements called `Read` are enough. The result
of a task lists the actions that it needs for its table in `plan.iam_actions`.

If an option needs a read that is denied, the task fails before it writes anything, and names the action. The collection
does not read what no option asks for.

This page is written by `scripts/generate` from what the modules say they need. A test runs every option on the
strict engine, and compares the page with the calls that were made: no action is missing, and no action is listed
without need. The exception are actions that AWS checks without a call of the collection. Replace `TABLE`, `KEY`,
`BUCKET`, `ACCOUNT` and `REGION` by your own; `TABLE` may be a pattern such as `shop-*`.

## Overview
"""
NOTES = """\
## Notes

- `dynamodb:ListContributorInsights`, `dynamodb:ListImports`, `dynamodb:ListTables`, `tag:GetResources` and the reads of
  `application-autoscaling` cannot be limited to a resource, so their resource is `*`.
- A restore reads and restores its source: for `restore_from`, `TABLE` is the source too, in its own Region.
- Who registers the first scalable target of an account makes the role of Application Auto Scaling by that, and needs
  `iam:CreateServiceLinkedRole` for it once.
- Who adds the first replica of an account makes the role of replication by that, and needs
  `iam:CreateServiceLinkedRole` for it once. For a table with replicas, `REGION` is the Region of each of them: AWS
  checks a change of replicas in both Regions, and the settings of a replica are changed in its own.
- The first time that contributor insights are enabled in an account, AWS makes the role
  `AWSServiceRoleForDynamoDBCloudWatchContributorInsights`; the caller needs `iam:CreateServiceLinkedRole` for it once.
- DynamoDB creates grants of a KMS key in the name of the caller. The policy of the key has to allow them too. The
  condition `kms:ViaService` with `dynamodb.REGION.amazonaws.com` limits them to DynamoDB.
- A role session ([fleets](fleets.md)) needs `sts:AssumeRole` for its role, and the role needs these permissions.
- In China and GovCloud, `arn:aws` is `arn:aws-cn` and `arn:aws-us-gov`.
"""


def page() -> str:
    """The whole page."""
    used = [(feature, feature.used) for feature in FEATURES]
    parts = [INTRODUCTION, *_glance(used), ""]
    for feature, found in used:
        parts += _section(feature, found)
    return "\n".join([*parts, NOTES])


def _glance(used: Iterable[tuple[Feature | Reading, Used]]) -> Iterator[str]:
    yield "Each run reads the table with `dynamodb:DescribeTable`. In addition:\n"
    yield "| option | reads | writes |\n|---|---|---|"
    for feature, found in used:
        reads = [action for action in found.reads if action != "dynamodb:DescribeTable"]
        yield f"| {feature.title} | {_words(reads)} | {_words(found.writes)} |"


def _words(actions: Iterable[str]) -> str:
    return ", ".join(f"`{action.removeprefix('dynamodb:')}`" for action in actions)


def _section(feature: Feature | Reading, found: Used) -> Iterator[str]:
    yield f"## {feature.title}\n\n{feature.about}\n"
    if feature.unseen:
        yield f"AWS checks {', '.join(_ticked(feature.unseen))} without a call of the collection.\n"
    statements = [*_statements("Read", found.reads, found), *_statements("Write", found.writes, found)]
    yield f"```json\n{json.dumps({'Version': '2012-10-17', 'Statement': statements}, indent=2)}\n```\n"


def _ticked(actions: Iterable[str]) -> list[str]:
    return [f"`{action}`" for action in sorted(actions)]


def _statements(sid: str, actions: Iterable[str], used: Used) -> Iterator[dict[str, object]]:
    """One statement for each set of resources."""
    by_resources: dict[tuple[str, ...], list[str]] = {}
    for action in actions:
        by_resources.setdefault(_resources(action, used), []).append(action)
    for number, (resources, group) in enumerate(sorted(by_resources.items(), key=lambda item: item[1])):
        resource = list(resources) if len(resources) > 1 else resources[0]
        yield {"Sid": f"{sid}{number or ''}", "Effect": "Allow", "Action": group, "Resource": resource}


def _resources(action: str, used: Used) -> tuple[str, ...]:
    if action in used.streams:
        return (TABLE, STREAMS)
    if action == ROLE:
        return (ROLES + used.role,)
    return (KEY,) if action.startswith("kms:") else RESOURCES.get(action, (TABLE,))
