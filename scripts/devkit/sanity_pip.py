# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The script with which ansible-test gets pip into the environments that it makes, a dozen for each core.

ansible-test would download such a script from a host of its own. This one puts a small package called pip into the
environment, which has uv install: that takes a tenth of the time. Where uv is missing, it installs the pip that Python
carries. ensurepip runs in a process of its own because it changes the environment of the one it runs in.
"""

from __future__ import annotations

import os
from pathlib import Path

from devkit.environments import ENVIRONMENTS, NOX, uv_environ

# The names that core 2.19 and 2.21 look for; a new core may need a new one.
NAMES = ("get_pip_24_2.py", "get_pip_25_2.py")
# What tells how the package index is reached, beside uv's own variables.
NETWORK = ("SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")
CARRIED = """\
import os, subprocess, sys
env = {name: value for name, value in os.environ.items() if name != "GET_PIP"}
subprocess.check_call([sys.executable, "-m", "ensurepip"], stdout=subprocess.DEVNULL, env=env)
packages = [argument for argument in sys.argv[1:] if not argument.startswith("--no-")]
sys.exit(subprocess.call([sys.executable, "-m", "pip", "install", "--quiet", *packages], env=env))
"""
# ansible-test removes pip again where it wants an environment with nothing but what a test needs.
PIP = """\
import os, shutil, subprocess, sys
action, *asked = [each for each in sys.argv[1:] if each != "--disable-pip-version-check"]
if action == "uninstall":
    packages = [each for each in asked if each not in ("-y", "pip")]
    if "pip" in asked:
        shutil.rmtree(os.path.dirname(os.path.abspath(__file__)))
elif action == "install":
    # As pip does, so that what a package's compiling warns of is no output of the test.
    packages = asked and ["--compile-bytecode", *asked]
else:
    sys.exit("this pip knows install and uninstall, not " + action)
command = [{uv!r}, "pip", action, "--quiet", "--python", sys.executable]
sys.exit(subprocess.call(command + packages, env=dict(os.environ, **{environ!r})) if packages else 0)
"""
PUT = """\
import os, runpy, sys, sysconfig
place = os.path.join(sysconfig.get_path("purelib"), "pip")
os.makedirs(place)
for name, text in (("__init__.py", ""), ("__main__.py", {text!r})):
    with open(os.path.join(place, name), "w") as file:
        file.write(text)
others = [each for each in sys.argv[1:] if not each.startswith(("-", "pip=="))]
if others:
    sys.argv[1:] = ["install"] + others
    runpy.run_path(os.path.join(place, "__main__.py"), run_name="__main__")
"""


def script() -> str:
    """Return what is to be there under each of the names."""
    uv = ENVIRONMENTS[NOX].tool("uv")
    if not os.path.exists(uv):
        return CARRIED
    # ansible-test hands none of these on, and gives a home of its own.
    known = {name: value for name, value in os.environ.items() if name.startswith("UV_") or name in NETWORK}
    environ = {"UV_CACHE_DIR": str(Path.home() / ".cache" / "uv"), **uv_environ(), **known}
    return PUT.format(text=PIP.format(uv=uv, environ=environ))
