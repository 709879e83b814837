# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that has the client library imported, and forks a Python program for each request on a local socket.

Ansible starts a Python for each module, and the import of the client library takes longer than most modules of the
tests. Ansible itself is not imported here: a module unpacks and imports what Ansible has sent with it, as ever.

A script: its arguments are the path of the socket and that of the interpreter to write, which Ansible is to use. It
ends when its input does.
"""

from __future__ import annotations

import contextlib
import gc
import os
import runpy
import selectors
import signal
import socket
import sys
from ast import literal_eval
from importlib import import_module
from pathlib import Path

from descriptions import read_descriptions

# What else modules import of Python's own.
NEEDED = ("concurrent.futures", "ctypes", "glob", "hashlib", "locale", "multiprocessing", "platform", "zipfile")
Request = tuple[list[str], dict[str, str], str, int]

# What Ansible starts in place of Python. It hands its arguments, streams and place over, and ends as the program does.
INTERPRETER = """\
#!{python} -IS
import os, sys
from socket import AF_UNIX, socket, send_fds
if not sys.argv[1:] or sys.argv[1].startswith("-"):
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
mask = os.umask(0)
request = repr((sys.argv[1:], dict(os.environ), os.getcwd(), mask)).encode()
place = socket(AF_UNIX)
place.connect({address!r})
send_fds(place, [b"%d\\n" % len(request)], [0, 1, 2])
place.sendall(request)
code = int(place.recv(20) or b"-9")
if code < 0:
    os.kill(os.getpid(), -code)
sys.exit(code)
"""


class Server:
    """Forks a program for each request, and tells its exit code when it has ended."""

    def __init__(self, listener: socket.socket) -> None:
        self._waiting: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        ended, wakeup = socket.socketpair()
        for each in (ended, wakeup):
            each.setblocking(False)
        self._own = (listener, ended, wakeup)
        signal.set_wakeup_fd(wakeup.fileno())
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        self._selector.register(listener, selectors.EVENT_READ, self._begin)
        self._selector.register(ended, selectors.EVENT_READ, self._collect)
        self._selector.register(sys.stdin, selectors.EVENT_READ, lambda _input: sys.exit())

    def serve(self) -> list[str]:
        """Go on until the input ends. In a fork, return the program that it is to be, with its arguments."""
        while True:
            for key, _events in self._selector.select():
                program: list[str] | None = key.data(key.fileobj)
                if program:
                    return program

    def _begin(self, listener: socket.socket) -> list[str] | None:
        place, _address = listener.accept()
        request, streams = _received(place)
        child = os.fork()
        if child == 0:
            place.close()
            return self._become(request, streams)
        for descriptor in streams:
            os.close(descriptor)
        self._waiting[child] = place
        # Nothing more comes from there but the end, and the program ends with it.
        self._selector.register(place, selectors.EVENT_READ, lambda _place: os.kill(child, signal.SIGKILL))
        return None

    def _collect(self, ended: socket.socket) -> None:
        ended.recv(1000)
        while self._waiting:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            place = self._waiting.pop(child)
            self._selector.unregister(place)
            with place, contextlib.suppress(OSError):  # of whoever asked and is gone
                place.send(b"%d" % os.waitstatus_to_exitcode(status))

    def _become(self, request: Request, streams: list[int]) -> list[str]:
        """Give this process the environment, the place and the streams of whoever asked."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for each in (*self._own, *self._waiting.values()):
            each.close()
        for number, descriptor in enumerate(streams):
            os.dup2(descriptor, number)
            os.close(descriptor)
        program, environ, directory, mask = request
        os.environ.clear()
        os.environ.update(environ)
        os.chdir(directory)
        os.umask(mask)
        return program


def _received(place: socket.socket) -> tuple[Request, list[int]]:
    """The request of a connection, and the three streams that come with it."""
    head, streams, _flags, _address = socket.recv_fds(place, 1 << 16, 3)
    length, _line, text = head.partition(b"\n")
    while len(text) < int(length):
        text += place.recv(1 << 16)
    return literal_eval(text.decode()), streams


def main(address: str, interpreter: str) -> None:
    read_descriptions()
    for name in NEEDED:
        import_module(name)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(100)
    # Its name is there when it can be used.
    draft = Path(interpreter).with_suffix(".draft")
    draft.write_text(INTERPRETER.format(python=sys.executable, address=address))
    draft.chmod(0o755)
    draft.rename(interpreter)
    # What is there stays as it is in every fork, so that its memory is not copied.
    gc.collect()
    gc.freeze()
    sys.argv = Server(listener).serve()
    sys.path[0] = str(Path(sys.argv[0]).parent)
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
