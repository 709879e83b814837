# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is asking: the account is what the ARN of a table is made of (control_plane.md, 8.1)."""

from __future__ import annotations

from ..state import Part
from ..world import World

USER = "simulator"


def get_caller_identity(world: World, _request: Part) -> Part:
    """Always the same user of the account."""
    place = world.place
    arn = f"arn:{place.partition}:iam::{place.account}:user/{USER}"
    return {"UserId": "AIDASIMULATEDUSERNAME", "Account": place.account, "Arn": arn}


HANDLERS = {"GetCallerIdentity": get_caller_identity}
