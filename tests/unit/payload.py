# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Unpacks what Ansible sends to a host for a module.

test_shipping.py starts it in a process of its own, with the name of a module and a directory, because Ansible changes
how collections are imported.
"""

from __future__ import annotations

import ast
import base64
import io
import sys
import zipfile
from pathlib import Path

from ansible.executor.module_common import modify_module
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader, module_loader
from ansible.template import Templar


def unpack(name: str, target: Path) -> None:
    """The payload is a script; the longest text in it is an archive of all files that the module imports."""
    init_plugin_loader()
    name = f"planton.dynamodb.{name}"
    script = modify_module(
        module_name=name,
        module_path=module_loader.find_plugin_with_context(name).plugin_resolved_path,
        module_args={},
        templar=Templar(DataLoader()),
        task_vars={"ansible_python_interpreter": sys.executable},
    ).b_module_data
    texts = [node.value for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Constant)]
    archive = max((text for text in texts if isinstance(text, str)), key=len)
    zipfile.ZipFile(io.BytesIO(base64.b64decode(archive))).extractall(target)


if __name__ == "__main__":
    unpack(sys.argv[1], Path(sys.argv[2]))
