# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Room for the frames of deep calls, without which walks take half as long again.

CPython keeps the frames of a thread in chunks of 16 KB, and frees a chunk when the first frame in it returns. A walk
calls the same functions a million times from a depth of some hundred frames: if one of them begins a chunk, each call
has the kernel map that memory and unmap it again. A frame that needs more than a chunk gets a larger one, in which the
frames that follow have room too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
# So many values of eight bytes need a chunk of 256 KB, and leave half of it free.
VALUES = 17_000


def with_room(call: Callable[[], Result]) -> Result:
    """Return what the call returns."""
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=VALUES)
