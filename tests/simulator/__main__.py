# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine from a shell: `dynamodb-strict` where it is installed, `scripts/engine start strict` in a checkout."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
from typing import NoReturn

from .behaviour import Behaviour
from .clock import VirtualClock
from .engine import Engine
from .wire.host import Host
from .wire.server import Server


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dynamodb-strict", description="A control plane of DynamoDB as strict as AWS's, on 127.0.0.1."
    )
    parser.add_argument("--port", type=int, default=0, help="a free one by default")
    parser.add_argument("--scale", type=float, default=1.0, help="virtual seconds in a real one; 0 stops the clock")
    parser.add_argument("--seed", type=int, default=0, help="of the lengths of transitions and of faults")
    parser.add_argument("--admit-unknown", action="store_true", help="admit what nobody has measured")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Answer until told to end; the arguments are those of the shell unless given. The address is the first line."""
    options = parse(arguments)
    behaviour = Behaviour(unknown=options.admit_unknown, seed=options.seed)
    host = Host(Engine(behaviour, VirtualClock(options.scale)), options.seed)
    with Server(host, options.port) as server:
        print(server.url, flush=True)
        signal.signal(signal.SIGTERM, _end)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    return 0


def _end(_number: int, _frame: object) -> NoReturn:
    sys.exit(0)


if __name__ == "__main__":
    sys.exit(main())
