# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Messages about capacity that are used for the table and for its indexes."""

from __future__ import annotations

# The warning V59, of a PROVISIONED table with replicas.
ASKED_OF_REPLICAS = "AWS wants the writes of the table and of every index auto scaled where there are replicas"
