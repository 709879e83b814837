# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ImportTable by itself, before anything of S3 is looked at (DDB-IMPORT-009)."""

from __future__ import annotations

from ..refusal import invalid
from ..state import Part
from .creation import check_creation

CSV = "CSV"


def check_import(request: Part) -> None:
    """The table is judged as CreateTable judges it; options go with the format that they are of."""
    check_creation(request["TableCreationParameters"])
    if request.get("InputFormatOptions") and request["InputFormat"] != CSV:
        text = f"Unsupported InputFormatOptions for the given input format: {request['InputFormat']}."
        raise invalid(f"Invalid Request: {text}")
