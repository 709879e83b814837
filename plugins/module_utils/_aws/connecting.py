# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Clients: made the way of amazon.aws, with faults of connecting told like any other."""

from __future__ import annotations

import os
import typing as t

from ansible_collections.amazon.aws.plugins.module_utils.botocore import get_aws_connection_info
from ansible_collections.amazon.aws.plugins.module_utils.retries import AWSRetry, RetryingBotoClientWrapper

from .errors import ServiceError, translate

try:
    import boto3.session
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError
except ImportError:
    pass  # Handled by AnsibleAWSModule

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

# How the variables begin that the SDK and amazon.aws look at.
OURS = ("AWS_", "ANSIBLE_DEBUG_BOTOCORE_LOGS")
# The SDK's standard mode repeats LimitExceededException as if it were throttling, also where it means "next month".
RETRIES = {"mode": "legacy", "max_attempts": 3}
# Whether a write is made again depends on the state of the table, so the SDK makes it once: see the executor.
ONCE = {"mode": "legacy", "max_attempts": 0}
READ_RETRY: Callable[..., t.Any] = AWSRetry.jittered_backoff(
    retries=8, delay=1, max_delay=10, catch_extra_error_codes=["ThrottlingException"]
)


# The tag API does not know a table that was just created for 2.6 seconds, measured. The attempts take twice as long for
# certain, where spread ones would now and then give up before.
TAG_RETRY: Callable[..., t.Any] = AWSRetry.exponential_backoff(
    retries=5, delay=0.5, max_delay=2, catch_extra_error_codes=["ResourceNotFoundException", "ThrottlingException"]
)


def forget_blank_variables() -> None:
    """Remove the variables of the environment that say nothing, of those that the SDK and amazon.aws look at.

    Both take ``AWS_PROFILE=`` for a profile without a name, and an empty ``AWS_REGION`` hides ``AWS_DEFAULT_REGION``.
    To be called before a module reads its options.
    """
    for name in [name for name, value in os.environ.items() if name.startswith(OURS) and not value.strip()]:
        del os.environ[name]


def no_retry(function: Callable[..., t.Any]) -> Callable[..., t.Any]:
    """Stand in for a retry, where calls are repeated elsewhere."""
    return function


class Connect(t.Protocol):
    """Makes a client of a service; the SDK repeats the calls of the client by itself only if it ``repeats``."""

    def __call__(self, service: str, *, repeats: bool = True) -> t.Any: ...


def connector(module: AnsibleAWSModule, connections: int = 0) -> Connect:
    """Return what makes a client of a service from the connection options of a module; ``aws_config`` comes first.

    With ``connections``, so many calls are made at a time and keep a pace: none is repeated by the libraries.

    ``AnsibleAWSModule.client`` would end the module by itself, without hint and without the keys that every result has,
    and would read the SDK's own data anew for each client.
    """
    try:
        region, endpoint, options = get_aws_connection_info(module)
        session = boto3.session.Session(profile_name=options.pop("profile_name", None))
        own = options.pop("aws_config", Config())
        more = {"user_agent_extra": "planton.dynamodb", "max_pool_connections": max(connections, 10)}
        configs = {
            repeats: Config(retries=ONCE if connections or not repeats else RETRIES, **more).merge(own)
            for repeats in (True, False)
        }
    except TypeError as error:
        raise ServiceError("connect", "InvalidConfig", str(error)) from error
    except BotoCoreError as error:
        raise translate("connect", error) from error

    def connect(service: str, *, repeats: bool = True) -> t.Any:
        try:
            client = session.client(
                service, region_name=region, endpoint_url=endpoint, **options, config=configs[repeats]
            )
        except BotoCoreError as error:
            raise translate("connect", error) from error
        except ValueError as error:
            raise ServiceError("connect", "InvalidEndpoint", str(error)) from error
        return RetryingBotoClientWrapper(client, no_retry if connections else READ_RETRY)

    return connect
