# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on request: what happens to calls instead of, or beside, what the engine would answer."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..engine import Caller
from ..refusal import RefusedError
from ..state import Part, Place

ERROR = "error"
DENY = "deny"
EXPIRE = "expire"
DROP_BEFORE = "drop_before"
DROP_AFTER = "drop_after"
LOSE = "lose"
LATENCY = "latency"
UNREACHABLE = "unreachable"
GIVE_UP = "give_up"
KINDS = (ERROR, DENY, EXPIRE, DROP_BEFORE, DROP_AFTER, LOSE, LATENCY, UNREACHABLE, GIVE_UP)
READS = ("Describe", "List", "Get", "Head", "Scan", "Query")
# Services whose actions in policies begin with another name.
PREFIXES = {"resourcegroupstaggingapi": "tag"}
SERVER_ERROR = ("InternalServerError", "The request processing has failed because of an unknown error.", 500)


NOTHING = type(None)
TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("skip", "status", "met"), (int,)),
    **dict.fromkeys(("probability", "at", "seconds"), (int, float)),
    "times": (int, NOTHING),
}


def check_setting(name: str, value: object, *types: type) -> None:
    """Refuse a value of another type; a boolean is no number. Negative numbers mean nothing here."""
    if value.__class__ not in types:
        wanted = " or ".join("null" if kind is NOTHING else kind.__name__ for kind in types)
        raise ValueError(f"{name} is of type {wanted}, not {value!r}")
    if isinstance(value, (int, float)) and value < 0:
        raise ValueError(f"{name} is not negative: {value!r}")


def check_names(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse names that there are not."""
    unknown = sorted({*given} - {*known})
    if unknown:
        raise ValueError(f"no such {what}: {', '.join(unknown)}; there are {', '.join(sorted(known))}")


class UnreachableError(Exception):
    """There is no connection: refused at once, or not answered for so many (virtual) seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("no connection was made")
        self.seconds = seconds


class DroppedError(Exception):
    """The connection is closed without an answer; ``carried_out`` tells whether the call took effect."""

    def __init__(self, carried_out: bool) -> None:
        super().__init__("the connection was closed")
        self.carried_out = carried_out


@dataclasses.dataclass
class Fault:
    """One fault: which calls it meets and what it does to them.

    ``operation`` is a name, ``reads``, ``writes`` or ``*``; ``table`` a table's name; ``access_key`` who calls;
    ``region`` where the call is sent to.
    The first ``skip`` calls pass, then ``times`` of them meet it (all, where that is None), each with
    ``probability``. An ``error`` has a code, text and HTTP status; ``latency`` so many (virtual) seconds; ``lose``
    answers as if the call was carried out; ``expire`` begins at the virtual time ``at``; to something ``unreachable``
    there is no connection, which is found out after so many seconds; to ``give_up`` is to drop the replica that a call
    adds, some seconds after it was answered.
    """

    kind: str
    operation: str = "*"
    table: str = ""
    access_key: str = ""
    region: str = ""
    probability: float = 1.0
    times: int | None = None
    skip: int = 0
    at: float = 0.0
    seconds: float = 0.0
    code: str = SERVER_ERROR[0]
    text: str = SERVER_ERROR[1]
    status: int = SERVER_ERROR[2]
    met: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a fault is one of {', '.join(KINDS)}, not {self.kind}")
        for name, value in vars(self).items():
            check_setting(name, value, *TYPES.get(name, (str,)))
        if not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"probability is from 0 to 1, not {self.probability}")

    def concerns(self, operation: str, request: Part, caller: Caller) -> bool:
        """Whether the fault is about such calls."""
        read = operation.startswith(READS)
        named = self.operation in ("*", operation, "reads" if read else "writes")
        about = str(request.get("TableName") or request.get("ResourceArn") or "").rpartition("/")[2]
        here = self.access_key in ("", caller.access_key) and self.region in ("", caller.region)
        return named and here and self.table in ("", about)


class Met(NamedTuple):
    """The faults that one call meets, by kind."""

    faults: dict[str, Fault]
    seconds: float = 0.0

    def raise_first(self, operation: str, service: str, caller: Caller, resource: str) -> None:
        """Refuse what is refused before anything is looked at."""
        if UNREACHABLE in self.faults:
            raise UnreachableError(self.faults[UNREACHABLE].seconds)
        if EXPIRE in self.faults:
            raise RefusedError("ExpiredTokenException", "The security token included in the request is expired")
        if DENY in self.faults:
            raise denied(operation, service, caller, resource)
        if DROP_BEFORE in self.faults:
            raise DroppedError(carried_out=False)
        if ERROR in self.faults:
            fault = self.faults[ERROR]
            raise RefusedError(fault.code, fault.text, fault.status)


def denied(operation: str, service: str, caller: Caller, resource: str) -> RefusedError:
    """What a caller without the permission is told."""
    action = f"{PREFIXES.get(service, service)}:{operation}"
    partition = Place(region=caller.region).partition
    user = f"arn:{partition}:iam::{caller.account}:user/{caller.access_key}"
    text = f"User: {user} is not authorized to perform: {action} on resource: {resource}"
    return RefusedError("AccessDeniedException", f"{text} because no identity-based policy allows the {action} action")


class FaultBook:
    """The faults to come."""

    def __init__(self, seed: int = 0) -> None:
        self.faults: list[Fault] = []
        self._seed = seed
        self._random = random.Random(seed)

    def add(self, kind: str, **fields: Any) -> Fault:
        """Switch a fault on; raises ``ValueError`` for one that makes no sense."""
        check_names("field of a fault", fields, [field.name for field in dataclasses.fields(Fault)])
        fault = Fault(kind, **fields)
        self.faults.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all faults off; what comes next is left to chance in the same way again."""
        self.faults.clear()
        self._random = random.Random(self._seed)

    def meet(self, operation: str, request: Part, caller: Caller, now: float) -> Met:
        """Return the faults that are due for a call, and count them."""
        met: dict[str, Fault] = {}
        seconds = 0.0
        for fault in self.faults:
            if now < fault.at or not fault.concerns(operation, request, caller):
                continue
            if self._due(fault):
                met.setdefault(fault.kind, fault)
                seconds += fault.seconds
        return Met(met, seconds)

    def denies(self, operation: str, request: Part, caller: Caller) -> bool:
        """Whether the caller lacks a permission in a Region that a call to another one needs."""
        denials = [fault for fault in self.faults if fault.kind == DENY]
        denials = [fault for fault in denials if fault.region == caller.region or fault.operation == operation]
        return any(fault.concerns(operation, request, caller) and self._due(fault) for fault in denials)

    def _due(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault.times is not None and fault.met >= fault.times:
            return False
        if fault.probability < 1.0 and self._random.random() >= fault.probability:
            return False
        fault.met += 1
        return True
