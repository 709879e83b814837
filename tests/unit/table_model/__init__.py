# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A strict model of one DynamoDB table: it judges every request as the service was measured to, and answers like it."""

from __future__ import annotations

from .model import TableModel
from .quotas import Quotas
from .refusal import RefusedError

__all__ = ["Quotas", "RefusedError", "TableModel"]
