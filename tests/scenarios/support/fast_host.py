# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs modules like module_host.py of the integration tests, with a clock that is as fast as the engine's.

A script too. The collection waits as long as ever, in seconds of that clock; those of the client library are real.
"""

from __future__ import annotations

from ansible_collections.planton.dynamodb.plugins.module_utils._aws import clock
from ansible_collections.planton.dynamodb.tests.integration.support.module_host import serve

# As many seconds of the engine and of the collection pass in a real one.
SCALE = 200


class FastClock(clock.Clock):
    """The time of this machine, faster."""

    def now(self) -> float:
        return super().now() * SCALE

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / SCALE)


if __name__ == "__main__":
    # The modules, which serve() imports, take the class from there.
    clock.Clock = FastClock  # type: ignore[misc]
    serve()
