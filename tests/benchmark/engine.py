# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The strict engine as the benchmark uses it: manners, latency, accounts of their own, and its count of the calls."""

from __future__ import annotations

import collections
import http.client
import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from devkit.engines import Engine

from .specs import KEY_ALIAS, KEY_ID, REGION

# Nothing takes time but the calls themselves: neither transitions nor the rates of an account.
QUICK = {"instant": True, "lags": False, "budgets": False, "limiter": False}
# As the service was measured.
REAL = {"instant": False, "lags": True, "budgets": True, "limiter": True}


class Desk:
    """The engine's own interface. Its clock runs as fast as the real one, so that a second is a second."""

    def __init__(self, engine: Engine) -> None:
        self.url = engine.url
        self._accounts = 0

    def behave(self, manners: dict[str, bool]) -> None:
        """Give the engine its manners."""
        self._post("behaviour", manners)

    def add_latency(self, milliseconds: float) -> None:
        """Answer every call so much later; calls that come at the same time wait at the same time."""
        self._post("faults", {"clear": True})
        if milliseconds:
            self._post("faults", {"kind": "latency", "seconds": milliseconds / 1000})

    def new_account(self) -> str:
        """Return an account without tables, and with a key."""
        self._accounts += 1
        account = f"{self._accounts:012}"
        self._post("state", {"account": account, "region": REGION, "keys": {KEY_ID: KEY_ALIAS}})
        return account

    def forget_calls(self) -> None:
        self._post("calls", {"clear": True})

    def calls(self) -> dict[str, int]:
        """How often each operation was called, refused calls included."""
        return dict(collections.Counter(str(entry["operation"]) for entry in self.log()))

    def log(self) -> list[dict[str, Any]]:
        """Every call with its outcome."""
        found: list[dict[str, Any]] = self._post("calls", {})["calls"]
        return found

    def calls_a_second(self, account: str, table: str, number: int = 2000, callers: int = 4) -> float:
        """How many calls the engine answers in a second, of callers that do next to nothing themselves."""
        start = time.perf_counter()
        with ThreadPoolExecutor(callers) as pool:
            list(pool.map(lambda _caller: self._ask(account, table, number // callers), range(callers)))
        return number / (time.perf_counter() - start)

    def _ask(self, account: str, table: str, number: int) -> None:
        connection = http.client.HTTPConnection(self.url.rpartition("/")[2])
        scope = f"{account}/20260301/{REGION}/dynamodb/aws4_request"
        headers = {
            "X-Amz-Target": "DynamoDB_20120810.DescribeTable",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none",
        }
        for _call in range(number):
            connection.request("POST", "/", json.dumps({"TableName": table}), headers)
            connection.getresponse().read()
        connection.close()

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(f"{self.url}/_simulator/{path}", data=json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
