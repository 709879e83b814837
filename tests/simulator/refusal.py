# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals with the code and the text of the service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

PARAMETERS = "One or more parameter values were invalid: "
SUBSCRIBER = "Subscriber limit exceeded: "
IN_USE = "Attempt to change a resource which is still in use: "
# Texts that more than one rule has.
ONE_INDEX = "Only 1 online index can be created or deleted simultaneously per table"
NO_CAPACITY = "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"


class RefusedError(Exception):
    """A request that the service does not carry out; ``status`` is that of the HTTP answer."""

    def __init__(self, code: str, text: str, status: int = 400) -> None:
        self.code = code
        self.text = text
        self.status = status
        super().__init__(f"{code}: {text}")


def invalid(text: str) -> RefusedError:
    """A request that is wrong whatever the state of the table, or that asks for what is so already."""
    return RefusedError("ValidationException", text)


def wrong(text: str) -> RefusedError:
    """A request whose parameters are wrong: most texts begin with the same words."""
    return invalid(PARAMETERS + text)


def limited(text: str) -> RefusedError:
    """A request that goes beyond a quota."""
    return RefusedError("LimitExceededException", SUBSCRIBER + text)


def in_use(text: str) -> RefusedError:
    """A request that has to wait for something in flight."""
    return RefusedError("ResourceInUseException", IN_USE + text)


def missing(text: str) -> RefusedError:
    """A request about something that is not there."""
    return RefusedError("ResourceNotFoundException", f"Requested resource not found: {text}")


def being_created(table: str) -> RefusedError:
    """6.2: what waits for the end of a creation."""
    return in_use(f"Table is being created: {table}")


def being_deleted(table: str) -> RefusedError:
    """6.2: what a table that goes is not there for any more."""
    return in_use(f"Table is being deleted: {table}")


def no_index(name: str, table: str) -> RefusedError:
    """6.4, UpdateTable: an index that is not there."""
    return missing(f"Index {name} for table {table}")


def table_not_found(name: str) -> RefusedError:
    """6.4: the code of recovery, backups and restores for a table that is not there."""
    return RefusedError("TableNotFoundException", f"Table not found: {name}")


def no_table(name: str, operation: str) -> RefusedError:
    """Recovery and backup have a code of their own for a table that is not there."""
    if operation in ("UpdateContinuousBackups", "CreateBackup", "DescribeContinuousBackups"):
        return table_not_found(name)
    return missing(f"Table: {name} not found")


def unmeasured(text: str) -> RefusedError:
    """What no source tells the service's words for, or whether it is refused at all."""
    return invalid(f"{text} (not measured: refused to be safe)")


def listed(names: Sequence[Any]) -> str:
    """A list as the texts print it."""
    return "[" + ", ".join(str(name) for name in names) + "]"
