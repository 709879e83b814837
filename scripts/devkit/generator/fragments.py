# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation fragments of the modules."""

from __future__ import annotations

import re

from .options import DOCUMENTED, Described, Option, Options, with_texts
from .text import block

HEAD = """\
# Written by scripts/generate from plugins/module_utils/_settings: change the options there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    \"\"\"{about}\"\"\"

    DOCUMENTATION = r\"\"\"
{options}\"\"\"
"""


def table_options(described: Described) -> str:
    """Return the fragment with the options that describe a table."""
    documented = {
        name: option
        for setting in (*described.settings, *described.origins)
        if not setting.documented_by
        for name, option in setting.options.items()
    }
    return _fragment("The options that describe a table.", documented)


def run_options(described: Described) -> str:
    """Return the fragment with the options that name a table and tell how a run goes about it."""
    about = "The options that name a table and tell how a run goes about it."
    return _fragment(about, {**described.table, **described.run})


def tables_option(described: Described) -> str:
    """Return the fragment with the options of many tables, whose items have every option of a table."""
    nested = {name: with_texts(option, _of_an_item) for name, option in described.one_table.items()}
    options = {
        name: {**option, "suboptions": nested} if "every_option_but" in option else option
        for name, option in described.tables.items()
    }
    return _fragment("The options of many tables, whose items have all options of dynamodb_table.", options)


def _of_an_item(text: str) -> str:
    """Let references to options lead to those of each table of the list."""
    return re.sub(r"\bO\((?=[a-z])", "O(tables[].", text)


def _fragment(about: str, options: Options) -> str:
    documented = {name: documentation(option) for name, option in options.items()}
    return HEAD.format(about=about, options=block({"options": documented}))


def documentation(option: Option) -> Option:
    """Return what Ansible documents of an option, in the usual order."""
    found = {key: option[key] for key in DOCUMENTED if key in option}
    if "suboptions" in option:
        found["suboptions"] = {name: documentation(each) for name, each in option["suboptions"].items()}
    return found
