# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Fills in what a plan cannot know of a request, right before it is sent."""

from __future__ import annotations

import typing as t
import uuid

if t.TYPE_CHECKING:
    from .._settings.observed import Observed
    from .step import Step


def filled(step: Step, observed: Observed | None) -> dict[str, t.Any]:
    """Return the request of a step with what a plan cannot know: a token, and the ARN of a table that was not there."""
    operation = step.operation
    request = dict(operation.request_for(observed))
    if operation.stand_in and observed:
        request = _replaced(request, operation.stand_in, observed.arn)
    if operation.token:
        step.token = step.token or str(uuid.uuid4())
        request[operation.token] = step.token
    return request


def _replaced(value: t.Any, text: str, by: str) -> t.Any:
    if isinstance(value, dict):
        return {name: _replaced(each, text, by) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_replaced(each, text, by) for each in value]
    return value.replace(text, by) if isinstance(value, str) else value
