# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Answers that several tables share, so that a call is made once for all of them."""

from __future__ import annotations

import concurrent.futures
import threading
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from .pacing import Pacer

_T = t.TypeVar("_T")


class Shared(t.Generic[_T]):
    """Makes each call once; all tables that ask for it share the answer or the error."""

    def __init__(self, pacer: Pacer | None) -> None:
        self._pacer = pacer
        self._lock = threading.Lock()
        self._answers: dict[str, concurrent.futures.Future[_T]] = {}

    def answer(self, name: str, ask: Callable[[], _T]) -> _T:
        """Return the answer to the call of that name; who comes first makes it, and the others wait for it."""
        with self._lock:
            asked, answer = name in self._answers, self._answers.setdefault(name, concurrent.futures.Future())
        if not asked:
            try:
                answer.set_result(ask())
            except BaseException as error:
                answer.set_exception(error)
        return self._pacer.await_answer(answer) if self._pacer else answer.result()
