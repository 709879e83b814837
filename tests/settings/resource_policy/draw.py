# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A policy, none, or one that denies something; the last of a new table only, because it has to wait for all else."""

from __future__ import annotations

from ansible_collections.planton.dynamodb.tests.settings.documents import documents
from ansible_collections.planton.dynamodb.tests.settings.drawing import put
from ansible_collections.planton.dynamodb.tests.settings.names import Options
from hypothesis import strategies as st

GROUPS = (("resource_policy",),)
ACTIONS = ("dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem")


@st.composite
def options(draw: st.DrawFn, before: Options | None, _drawn: Options) -> Options:
    given = draw(documents(ACTIONS, "__TABLE_ARN__", denials=before is None)) if draw(st.booleans()) else {}
    return {"resource_policy": given}


ANYBODY = {"Effect": "Allow", "Principal": "*", "Action": "dynamodb:GetItem", "Resource": "*"}
SPOILS = (
    put("resource_policy", {"Version": "2012-10-17", "Statement": [ANYBODY]}),
    put("resource_policy", {"Statement": []}),
    put("resource_policy", "no document"),
)
