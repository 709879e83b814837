# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The API in another Region, beside ``service.py``."""

from __future__ import annotations

import dataclasses
from typing import Any

from ansible_collections.planton.dynamodb.plugins.module_utils._settings.read import Read
from ansible_collections.planton.dynamodb.tests.unit.table_model import TableModel

Part = dict[str, Any]


@dataclasses.dataclass
class There:
    """The table in another Region, as far as cases without settings there need it: nothing scales it, and no index has
    insights."""

    model: TableModel
    region: str
    listing: None = None

    @property
    def resources(self) -> There:
        """What Application Auto Scaling has there."""
        return self

    def read(self, way: Read, _table: Part, *, again: bool = False) -> Part | list[Part]:
        """Return no target and no insights, whether another answer would have done or not."""
        assert way.form in ("resources", "pages") and not again
        return {way.member: []} if way.form == "resources" else []

    def describe_table(self, _name: str) -> Part | None:
        """The replica: the table with the ARN and the key of its Region."""
        home = self.model.describe()
        entry = next((each for each in (home or {}).get("Replicas", ()) if each["RegionName"] == self.region), None)
        if home is None or entry is None:
            return None
        arn = home["TableArn"].split(":")
        key = {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": entry.get("KMSMasterKeyId")}
        shown = {**home, "TableArn": ":".join([*arn[:3], self.region, *arn[4:]]), "Replicas": []}
        return {**shown, **({"SSEDescription": key} if "KMSMasterKeyId" in entry else {})}
