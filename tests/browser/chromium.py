# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium, spoken to through a pipe: nothing but the standard library, and no port is opened."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # of no use in a container as root, and the page is our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--remote-debugging-pipe",
)
SECONDS = 60.0
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowDown": 40, " ": 32}


def find_chromium() -> str | None:
    """Return the path of a Chromium, or ``None``; the environment variable CHROMIUM goes first."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


class BrowserError(Exception):
    """Chromium does not answer, or answers with an error."""


@dataclass
class Page:
    """One page: what it logged, and what it asked of the network."""

    reading: int
    writing: int
    session: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    _rest: bytes = b""
    _last: int = 0

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Make one call of the DevTools protocol and return its answer."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.writing, data) :]
        until = time.monotonic() + SECONDS
        while (answer := self._message(until)).get("id") != self._last:
            self.events.append(answer)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _message(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, *_others = select.select([self.reading], [], [], max(0.0, until - time.monotonic()))
            part = os.read(self.reading, 1 << 20) if ready else b""
            if not part:
                raise BrowserError("Chromium has not answered")
            self._rest += part
        text, self._rest = self._rest.split(b"\0", 1)
        message: dict[str, Any] = json.loads(text)
        return message

    def open(self, path: Path) -> None:
        """Load a file and wait until it is there."""
        self.events.clear()
        self.send("Page.navigate", url=path.as_uri())
        until = time.monotonic() + SECONDS
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._message(until))

    def run(self, expression: str) -> Any:
        """Evaluate JavaScript and return its value."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def size(self, width: int, height: int = 900) -> None:
        """Have the viewport of a device of that width."""
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def media(self, kind: str = "", **features: str) -> None:
        """Emulate a medium and the preferences of a person, such as ``prefers_color_scheme="dark"``."""
        wanted = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.send("Emulation.setEmulatedMedia", media=kind, features=wanted)

    def key(self, name: str, text: str = "") -> None:
        """Press and release a key."""
        code = {"windowsVirtualKeyCode": KEYS[name]} if name in KEYS else {}
        typed = {"text": text} if text else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=name, code=name, **code, **typed)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=name, code=name, **code)

    def type(self, text: str) -> None:
        """Type text into what has the focus, and wait until it is drawn."""
        for letter in text:
            self.key(letter, letter)
        self.drawn()

    def drawn(self) -> None:
        """Wait for two frames."""
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def screenshot(self, path: Path, whole: bool = False) -> None:
        """Write what is seen, or the whole page."""
        shot = self.send("Page.captureScreenshot", captureBeyondViewport=whole, format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def pdf(self, path: Path) -> None:
        """Print the page to a file."""
        printed = self.send("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        path.write_bytes(base64.b64decode(printed["data"]))

    @property
    def complaints(self) -> list[dict[str, Any]]:
        """All that went wrong by what the browser says: errors of scripts, of the policy, and what was logged."""
        kinds = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        return [event["params"] for event in self.events if event.get("method") in kinds]

    @property
    def requests(self) -> list[str]:
        """The addresses that were asked for."""
        return [
            event["params"]["request"]["url"]
            for event in self.events
            if event.get("method") == "Network.requestWillBeSent"
        ]


@contextmanager
def browsing(executable: str, place: Path) -> Iterator[Page]:
    """Run a Chromium with a profile of its own below ``place``, and end it."""
    its_reading, writing = os.pipe()
    reading, its_writing = os.pipe()
    # Chromium expects the pipe at 3 and 4, where either end may stand already: first out of the way, then there.
    far = [os.dup2(end, 100 + number, inheritable=False) for number, end in enumerate((its_reading, its_writing))]

    actions = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    placed = [(os.POSIX_SPAWN_DUP2, end, number) for number, end in enumerate(far, 3)]
    arguments = [executable, *FLAGS, f"--user-data-dir={place / 'profile'}", "about:blank"]
    process = os.posix_spawn(executable, arguments, os.environ, file_actions=[*actions, *placed])
    for end in (its_reading, its_writing, *far):
        os.close(end)
    try:
        page = Page(reading, writing)
        target = page.send("Target.createTarget", url="about:blank")["targetId"]
        page.session = page.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.send(f"{domain}.enable")
        yield page
    finally:
        _end(process)
        os.close(reading)
        os.close(writing)


def _end(process: int) -> None:
    """End a process, at last by force."""
    os.kill(process, signal.SIGTERM)
    until = time.monotonic() + 10
    while os.waitpid(process, os.WNOHANG) == (0, 0):
        if time.monotonic() > until:
            os.kill(process, signal.SIGKILL)
        time.sleep(0.05)
