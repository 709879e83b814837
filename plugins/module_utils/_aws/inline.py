# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A pool without threads of its own, for callers that are many themselves.

Where enough tables are handled side by side, further threads for the calls of each make nothing faster: in one process
Python runs one thread at a time, and changing threads took a sixth of the time of reading a thousand tables, and a
fifth of the time of creating them.
"""

from __future__ import annotations

import concurrent.futures
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable


class Inline(concurrent.futures.Executor):
    """Carries out each call where it is submitted, so that the calls are made in this order."""

    def submit(self, fn: Callable[..., t.Any], /, *args: t.Any, **kwargs: t.Any) -> concurrent.futures.Future[t.Any]:
        """Return the future of a call that is over."""
        future: concurrent.futures.Future[t.Any] = concurrent.futures.Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
