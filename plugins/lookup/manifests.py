# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: manifests
short_description: Options of dynamodb_table from files with AwsDynamodb manifests
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Reads manifests of the resource AwsDynamodb on the controller and returns options of
    M(planton.dynamodb.dynamodb_table), as P(planton.dynamodb.from_manifest#filter) does.
  - Every fault of every manifest is told at once, with its file and line.
options:
  _terms:
    description:
      - Any number of paths, patterns with C(*), C(**) and C(?), directories, manifests as dictionaries, and YAML text.
        Text of more than one line is YAML, any other names files.
      - Of a directory every file below it counts whose name ends in C(.yml), C(.yaml) or C(.json), but hidden ones.
      - Relative paths are looked for beside the playbook, then where Ansible looks for files, then in the working
        directory. A file that is named twice is read once.
    type: list
    elements: raw
    required: true
  taken:
    description:
      - Names of tables that no manifest may describe, because they are described elsewhere.
    type: list
    elements: str
    default: []
  names_once:
    description:
      - Whether one name in two regions is refused, as what is kept by name alone wants it.
    type: bool
    default: false
  by_region:
    description:
      - Whether the tables are returned region by region, as M(planton.dynamodb.dynamodb_tables) takes them.
    type: bool
    default: false
extends_documentation_fragment:
  - planton.dynamodb._manifests
seealso:
  - plugin: planton.dynamodb.from_manifest
    plugin_type: filter
  - module: planton.dynamodb.dynamodb_tables
"""

EXAMPLES = r"""
- name: Check every manifest below a directory, and make no call
  planton.dynamodb.dynamodb_table: "{{ item | combine({'validate_only': true}) }}"
  loop: "{{ query('planton.dynamodb.manifests', 'tables/') }}"
  loop_control:
    label: "{{ item.name }}"

- name: Make the tables of every manifest below a directory, in whatever region
  planton.dynamodb.dynamodb_tables:
    tables: "{{ item.tables }}"
    region: "{{ item.region | default(omit, true) }}"
  loop: "{{ query('planton.dynamodb.manifests', 'tables/', by_region=true) }}"
  loop_control:
    label: "{{ item.region }}"
"""

RETURN = r"""
_raw:
  description:
    - The options of each table, in the order of the terms, and of the names of the files below a directory.
    - With O(by_region=true) one dictionary for each region, with its name in C(region), which is empty where none is
      known, and in C(tables) the options of its tables, without the region.
  type: list
  elements: dict
"""

import os
import typing as t

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display

from ..plugin_utils._files import NoFileError, find_files
from ..plugin_utils._manifests import (
    Document,
    ManifestsError,
    WrongArgumentError,
    by_region,
    from_text,
    from_value,
    make_context,
    module_options,
)

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
OWN = [os.path.join(ROOT, name) for name in ("playbooks", "roles")]
CONTEXT = ("outputs", "values", "names", "region", "upstream_tags", "taken", "names_once")


class LookupModule(LookupBase):
    """The lookup manifests."""

    def run(self, terms: list[t.Any], variables: t.Any = None, **kwargs: t.Any) -> list[dict[str, t.Any]]:
        """Return the options of every table."""
        self.set_options(var_options=variables, direct=kwargs)
        try:
            context = make_context(**{name: self.get_option(name) for name in CONTEXT})
            found = module_options(self._documents(terms, variables or {}), context, Display().warning)
        except (ManifestsError, NoFileError, WrongArgumentError) as error:
            raise AnsibleLookupError(f"manifests: {error}") from error
        return by_region(found) if self.get_option("by_region") else found

    def _documents(self, terms: list[t.Any], variables: t.Any) -> list[Document]:
        found: list[Document] = []
        missing: list[str] = []
        read: set[str] = set()
        for number, term in enumerate(_flat(terms)):
            # A text area adds the end of a line to a path.
            if not isinstance(term, str) or "\n" in term.strip():
                found += from_value(term, f"manifests[{number}]")
                continue
            try:
                found += self._files(term.strip(), variables, read)
            except NoFileError as error:
                missing.append(str(error))
        if missing:
            raise NoFileError("; ".join(missing))
        return found

    def _files(self, pattern: str, variables: t.Any, read: set[str]) -> list[Document]:
        found: list[Document] = []
        for path, name in find_files(pattern, self._bases(variables)):
            real = os.path.realpath(path)
            if real not in read:
                read.add(real)
                found += from_text(self._text(path), name)
        return found

    def _bases(self, variables: t.Any) -> list[str]:
        """Return where relative paths are looked for; beside the playbook first, if it is the user's."""
        searched = variables.get("ansible_search_path") or [self.get_basedir(variables)]
        beside = [variables["playbook_dir"]] if "playbook_dir" in variables else []
        return [base for base in (*beside, *searched, os.getcwd()) if not _is_own(base)]

    def _text(self, path: str) -> str:
        """Return what is in a file, decrypted where it is a vault."""
        try:
            return str(self._loader.get_text_file_contents(os.path.abspath(path)))
        except UnicodeDecodeError as error:
            raise NoFileError(f"'{path}' is not text") from error


def _is_own(base: str) -> bool:
    """Tell where this collection has its playbooks and roles, whose files a pattern may match."""
    return any(os.path.commonpath([own, os.path.realpath(base)]) == own for own in OWN)


def _flat(terms: t.Any) -> t.Iterator[t.Any]:
    for term in terms:
        if isinstance(term, (list, tuple)):
            yield from _flat(term)
        else:
            yield term
