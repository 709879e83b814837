# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Buckets of S3, as far as an import needs them: that they are there, and what is in them."""

from __future__ import annotations

from ..refusal import RefusedError
from ..state import Part
from ..world import World

Bucket = dict[str, str]


def buckets_of(world: World) -> dict[str, Bucket]:
    """The buckets by their names; of each, the content of the objects by their keys."""
    found: dict[str, Bucket] = world.stores.setdefault("buckets", {})
    return found


def head_bucket(world: World, request: Part) -> Part:
    """There or not; the owner that is expected is that of the account."""
    if request["Bucket"] not in buckets_of(world):
        raise RefusedError("NoSuchBucket", "", 404)
    if request.get("ExpectedBucketOwner", world.place.account) != world.place.account:
        raise RefusedError("AccessDenied", "", 403)
    return {}


HANDLERS = {"HeadBucket": head_bucket}
