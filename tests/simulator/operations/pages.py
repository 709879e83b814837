# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that come in pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..refusal import invalid
from ..state import Part


def paged(request: Part, member: str, found: Sequence[Any], size: int) -> Part:
    """One page of a list, with the token of the next one; what a token looks like is nobody's business."""
    token = request.get("NextToken", "0")
    if not token.isdecimal():
        raise invalid("The NextToken is not valid (text not measured)")
    start = int(token)
    more = {"NextToken": str(start + size)} if len(found) > start + size else {}
    return {member: list(found[start : start + size]), **more}
