# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what the client library reads from files, once for all runs that are forked from this process."""

from __future__ import annotations

import boto3
import botocore.loaders
import botocore.session

SERVICES = ("dynamodb", "kms", "application-autoscaling", "kinesis", "s3")


def read_descriptions() -> None:
    """Most of a short run would go into this."""
    loader = botocore.loaders.create_loader()
    # The session module has a name of its own for it.
    botocore.session.create_loader = lambda _search_path=None: loader
    for service in SERVICES:
        boto3.client(
            service,
            region_name="eu-central-1",
            aws_access_key_id="none",
            aws_secret_access_key="not-a-real-secret-7f3a",
        )
    boto3.DEFAULT_SESSION = None
