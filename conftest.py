# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets plain pytest import the collection by its full name, from any checkout.

Ansible finds a collection only below a directory called ansible_collections, which a checkout is not. A link in a
temporary directory stands in for it, for this process and for every ansible command that a test starts.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
COLLECTION = Path("ansible_collections", "planton", "dynamodb")

if ROOT.parts[-3:] == COLLECTION.parts:
    TREE = str(ROOT.parents[2])
else:
    _temporary = tempfile.TemporaryDirectory(prefix="planton-dynamodb-")
    TREE = _temporary.name
    _link = Path(TREE, COLLECTION)
    _link.parent.mkdir(parents=True)
    _link.symlink_to(ROOT, target_is_directory=True)

_known = [path for path in os.environ.get("ANSIBLE_COLLECTIONS_PATH", "").split(os.pathsep) if path]
if TREE not in _known:  # ansible-test has set it already, and brings its own importer
    os.environ["ANSIBLE_COLLECTIONS_PATH"] = os.pathsep.join([TREE, *_known])
    sys.path.insert(0, TREE)

    # Once a test has used Ansible's plugin loader, it imports what was not imported before, and asks packages for this.
    import ansible_collections.planton.dynamodb as _collection

    _collection._collection_meta = getattr(_collection, "_collection_meta", {})
