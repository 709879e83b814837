# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The module write_files: writes many files in one process, while a loop over a task needs a process for each."""

from __future__ import annotations

import os
import tempfile
import typing as t

from .._texts.masks import is_masked_text, refusal
from .aws_module import acts, exit_with

if t.TYPE_CHECKING:
    from ansible.module_utils.basic import AnsibleModule

    from .._texts.facts import Facts

# With surrogateescape, a diff can show an existing file that is not UTF-8.
ENCODING, ERRORS = "utf-8", "surrogateescape"


def run_files(module: AnsibleModule) -> None:
    """Carry out write_files."""
    exit_with(module, files_result(module))


def files_result(module: AnsibleModule) -> Facts:
    """Write the files that differ, and return their paths; a file that fails does not stop the others."""
    files = module.params["files"]
    if wrong := [*_wrong([file["path"] for file in files])]:
        return {"changed": False, "written": [], "diff": [], "msg": "; ".join(wrong)}
    if masked := [file["path"] for file in files if is_masked_text(file["content"])]:
        reason = refusal(masked, "No file is written, because these would not say what is in AWS")
        return {"changed": False, "written": [], "diff": [], "msg": reason}
    written: dict[str, Facts] = {}
    failures: list[str] = []
    for file in files:
        try:
            if diff := _write(module, file):
                written[file["path"]] = diff
        except OSError as error:
            failures.append(f"{file['path']}: {error.strerror or error}")
    result: Facts = {"changed": bool(written), "written": [*written], "diff": [*written.values()]}
    return {**result, "msg": f"Could not be written: {'; '.join(failures)}"} if failures else result


def _wrong(paths: t.Sequence[str]) -> t.Iterator[str]:
    """Return messages about paths that are not below the directory, or that occur twice."""
    seen: set[str] = set()
    for number, path in enumerate(paths):
        where, short = f"files[{number}].path", os.path.normpath(path)
        if os.path.isabs(path) or short.split(os.sep)[0] in ("", ".", ".."):
            yield f"{where}: '{path}' is no path below the directory; give one without a leading slash and without '..'"
        if short in seen:
            yield f"{where}: '{path}' is there twice; give each file once"
        seen.add(short)


def _write(module: AnsibleModule, file: Facts) -> Facts:
    """Write a file if it differs, and return its diff; empty if it does not."""
    path, name = os.path.join(module.params["directory"], file["path"]), file["path"]
    before, after = _content(path), file["content"]
    diff: Facts = {}
    if before != after:
        header = "" if before is None else name
        diff = {"before_header": header, "after_header": name, "before": before or "", "after": after}
        if acts(module):
            _replace(module, path, after)
    attributes: Facts = {}
    arguments = module.load_file_common_arguments(module.params, path=path)
    if module.set_fs_attributes_if_different(arguments, bool(diff), diff=attributes, expand=False) and not diff:
        diff = {"before_header": name, "after_header": name, **attributes}
    return diff


def _content(path: str) -> str | None:
    """Return the text of a file, or ``None`` if it does not exist."""
    try:
        with open(path, encoding=ENCODING, errors=ERRORS, newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _replace(module: AnsibleModule, path: str, text: str) -> None:
    """Replace a file by a text, atomically: readers see either the old or the new file."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=module.tmpdir)
    with open(handle, "w", encoding=ENCODING, errors=ERRORS, newline="") as file:
        file.write(text)
    module.atomic_move(temporary, path, unsafe_writes=module.params["unsafe_writes"])
