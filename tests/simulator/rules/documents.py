# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resource-based policies as documents: what is refused, what is equivalent, what is read back (2, 6.1).

Details beyond control_plane.md are from the same measurements (DDB-TABLE-207 to 212 and 351 to 356).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from fnmatch import fnmatchcase
from typing import Any

from ..refusal import RefusedError, invalid, wrong
from ..state import Part

LONGEST = 20_480
DEFAULT_VERSION = "2008-10-17"
DOCUMENT = ("Version", "Id", "Statement")
STATEMENT = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
# The position is that of the parser, which is not rebuilt here.
SYNTAX = "Syntax error at position (1,1)"
FIELDS = ("Effect", "Principal", "Action", "Resource")
STREAM_ACTIONS = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
UNIQUE_ID = re.compile(r"A[A-Z0-9]{3}[A-Z0-9]{12,}")
UNBOUNDED = (
    "Resource-based policy grants unbounded access in one or more elements."
    " Please revise the policy to ensure least-privilege form of access"
)
LOCKED_OUT = "The new resource policy will not allow you to update the resource policy in the future."


def check_policy(text: str, arn: str, gone: Collection[str] = ()) -> None:
    """6.1, "Tags / ARNs / policy": refuse a document; its Resource may name other tables (DDB-TABLE-211).

    ``gone`` are principals that were deleted: AWS takes neither their ARNs nor the ids that it shows instead (L-356).
    """
    if len(text.encode()) > LONGEST:
        raise wrong(f"Maximum policy size of {LONGEST} bytes exceeded")
    statements = _statements(_parsed(text))
    if not statements:
        raise _bad("Could not parse the policy: Statement is empty!")
    sids = [statement["Sid"] for statement in statements if "Sid" in statement]
    if len(set(sids)) < len(sids):
        raise _bad("The Statement Ids in the policy are not unique")
    for statement in statements:
        _check_statement(statement, "/stream/" in arn)
        if any(name in gone or UNIQUE_ID.fullmatch(name) for name in _principals(statement)):
            raise wrong("Invalid principal in policy document.")


def _parsed(text: str) -> Part:
    """L-356 and L-457: each kind of nothing has its own words."""
    try:
        document = json.loads(text)
    except ValueError:
        document = ""
    if document is None:
        raise _bad("This text appears not to be a policy")
    if not isinstance(document, dict):
        raise _bad("This policy contains invalid Json")
    if not document:
        raise _bad("Syntax error at position (1,3)")
    return document


def _bad(text: str) -> RefusedError:
    return wrong(f"Invalid policy document: {text}")


def _statements(document: Part) -> list[Part]:
    statements = document.get("Statement") or []
    listed = [statements] if isinstance(statements, dict) else statements
    if not isinstance(listed, list) or not all(isinstance(part, dict) for part in listed):
        raise _bad(SYNTAX)
    return listed


def _check_statement(statement: Part, stream: bool) -> None:
    for field in FIELDS:
        if field not in statement and f"Not{field}" not in statement:
            raise _bad(f"Missing required field {field}")
    _check_syntax(statement)
    alien = [action for action in _listed(statement.get("Action")) if action in STREAM_ACTIONS and not stream]
    if alien:
        names = ", ".join(f'"{action}"' for action in alien)
        raise _bad(f"The following action names are invalid: {names}")
    _check_principals(statement)


def _check_syntax(statement: Part) -> None:
    # The grammar of IAM has no other members, and a condition is an object of objects.
    condition = statement.get("Condition", {})
    sound = isinstance(condition, dict) and all(isinstance(keys, dict) for keys in condition.values())
    if {*statement} - {*STATEMENT} or not sound:
        raise _bad(SYNTAX)
    principal = statement.get("Principal", {})
    parts = [statement.get(field, []) for field in ("Action", "NotAction", "Resource", "NotResource")]
    parts += principal.values() if isinstance(principal, dict) else []
    texts = [text for part in parts for text in (part if isinstance(part, list) else [part])]
    effect = str(statement.get("Effect")).lower()
    if (
        effect not in ("allow", "deny")
        or (principal != "*" and not isinstance(principal, dict))
        or not all(isinstance(text, str) for text in texts)
    ):
        raise _bad(SYNTAX)


def _check_principals(statement: Part) -> None:
    names = [str(name) for name in _principals(statement)]
    if _allows(statement) and "*" in names and "Condition" not in statement:
        raise invalid(UNBOUNDED)
    if any(not name for name in names):
        raise wrong("Invalid principal in policy document.")


def _principals(statement: Part) -> list[str]:
    principal = statement.get("Principal", {})
    if isinstance(principal, str):
        return [principal]
    return [name for names in principal.values() for name in _listed(names)]


def _allows(statement: Part) -> bool:
    return str(statement["Effect"]).lower() == "allow"


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def check_lockout(text: str, confirmed: bool) -> None:
    """DDB-TABLE-210: a policy that denies its own change to everybody must be confirmed."""
    denied = ("dynamodb:PutResourcePolicy", "dynamodb:Put*", "dynamodb:*", "*")
    for statement in _statements(json.loads(text)):
        actions = set(_listed(statement.get("Action")))
        if not confirmed and not _allows(statement) and "*" in _principals(statement) and actions & {*denied}:
            raise RefusedError("AccessDeniedException", LOCKED_OUT)


def is_denied(document: Part, action: str, arn: str, user: str) -> bool:
    """Whether a document denies an action to a user; what a Condition would have to decide is not denied."""
    account = user.split(":")[4]
    everybody = {"*", account, f"{':'.join(user.split(':')[:5])}:root", user}
    return any(
        not _allows(statement)
        and "Condition" not in statement
        and everybody & {*_principals(statement)}
        and _names(statement, "Action", action.lower(), str.lower)
        and _names(statement, "Resource", arn, str)
        for statement in _statements(document)
    )


def _names(statement: Part, member: str, value: str, spelled: Callable[[str], str]) -> bool:
    if f"Not{member}" in statement:
        return not any(fnmatchcase(value, spelled(each)) for each in _listed(statement[f"Not{member}"]))
    return any(fnmatchcase(value, spelled(each)) for each in _listed(statement[member]))


def canonical(text: str, partition: str = "aws") -> str:
    """The form in which documents are compared: 1-element lists as strings, account ids as root ARNs, minified.

    A missing Version stays away: it is filled in for readers only, and the two are not equivalent (DDB-TABLE-354).
    """
    document = json.loads(text)
    statements = [_normal(part, partition) for part in _statements(document)]
    answer = _ordered({**document, "Statement": statements}, DOCUMENT)
    return json.dumps(answer, separators=(",", ":"), ensure_ascii=False)


def read_back(policy: str) -> str:
    """2, ResourcePolicy: "missing Version reads back 2008-10-17"."""
    document = json.loads(policy)
    answer = _ordered({"Version": DEFAULT_VERSION, **document}, DOCUMENT)
    return json.dumps(answer, separators=(",", ":"), ensure_ascii=False)


def _ordered(part: Part, order: Iterable[str]) -> Part:
    known = {name: part[name] for name in order if name in part}
    return known | {name: value for name, value in part.items() if name not in known}


def _normal(statement: Part, partition: str) -> Part:
    answer = dict(statement)
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        if name in answer:
            answer[name] = _short(_listed(answer[name]))
    for name in ("Principal", "NotPrincipal"):
        if isinstance(answer.get(name), dict):
            answer[name] = {kind: _short(_roots(names, partition)) for kind, names in answer[name].items()}
    if "Condition" in answer:
        # L-353: a list of one is a string here too.
        answer["Condition"] = {
            operator: {key: _short(_listed(values)) for key, values in keys.items()}
            for operator, keys in answer["Condition"].items()
        }
    answer["Effect"] = str(answer["Effect"]).capitalize()
    return _ordered(answer, STATEMENT)


def _short(values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else values


def _roots(names: Any, partition: str) -> list[str]:
    """Account ids as the ARNs of their root; the same principal twice is one."""
    found = [f"arn:{partition}:iam::{name}:root" if name.isdigit() else name for name in _listed(names)]
    return list(dict.fromkeys(found))
