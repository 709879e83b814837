# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Makes clients from the same connection options as amazon.aws; errors of connecting are raised as ``ServiceError``."""

from __future__ import annotations

import os
import typing as t

from ansible_collections.amazon.aws.plugins.module_utils.botocore import get_aws_connection_info
from ansible_collections.amazon.aws.plugins.module_utils.retries import AWSRetry, RetryingBotoClientWrapper

from .errors import ServiceError

try:
    import boto3.session
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError
except ImportError:
    pass  # Handled by AnsibleAWSModule

if t.TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

# Prefixes of the environment variables that the SDK and amazon.aws read.
OURS = ("AWS_", "ANSIBLE_DEBUG_BOTOCORE_LOGS")
# Legacy mode, because the standard mode repeats LimitExceededException even if it means "next month".
RETRIES = {"mode": "legacy", "max_attempts": 3}
# The SDK makes a write only once, because the executor decides by the state of the table whether to repeat it.
ONCE = {"mode": "legacy", "max_attempts": 0}
READ_RETRY: Callable[..., t.Any] = AWSRetry.jittered_backoff(
    retries=8, delay=1, max_delay=10, catch_extra_error_codes=["ThrottlingException"]
)


# The tag API does not know a new table for 2.6 seconds, measured. The attempts together always take twice as long;
# with random delays they would sometimes end too early.
TAG_RETRY: Callable[..., t.Any] = AWSRetry.exponential_backoff(
    retries=5, delay=0.5, max_delay=2, catch_extra_error_codes=["ResourceNotFoundException", "ThrottlingException"]
)


def forget_blank_variables() -> None:
    """Remove the blank ones of the environment variables that the SDK and amazon.aws read.

    Both take ``AWS_PROFILE=`` for a profile without a name, and an empty ``AWS_REGION`` hides ``AWS_DEFAULT_REGION``.
    Call this before a module reads its options.
    """
    for name in [name for name, value in os.environ.items() if name.startswith(OURS) and not value.strip()]:
        del os.environ[name]


def no_retry(function: Callable[..., t.Any]) -> Callable[..., t.Any]:
    """Return the function unchanged: a retry decorator that does not retry, where the pacer repeats calls."""
    return function


class Connect(t.Protocol):
    """Makes a client of a service, for the Region of the connection or for another one.

    The SDK retries the calls of this client only if it ``repeats``.
    """

    def __call__(self, service: str, *, repeats: bool = True, region: str = "") -> t.Any: ...


def connector(module: AnsibleAWSModule, connections: int = 0) -> Connect:
    """Return a function that makes clients from the connection options of a module; ``aws_config`` has priority.

    ``connections`` is how many calls a fleet makes at a time; its pacer repeats calls, so the libraries do not. 0 means
    a run of one table. Raises ``ServiceError`` if the options are wrong.

    ``AnsibleAWSModule.client`` is not used: on an error it ends the module without a hint and without the keys that
    every result has, and it reads the SDK's data files again for each client.
    """
    try:
        home, endpoint, options = get_aws_connection_info(module)
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
        raise _failed(error) from error

    def connect(service: str, *, repeats: bool = True, region: str = "") -> t.Any:
        try:
            client = session.client(
                service, region_name=region or home, endpoint_url=endpoint, **options, config=configs[repeats]
            )
        except BotoCoreError as error:
            raise _failed(error) from error
        except ValueError as error:
            raise ServiceError("connect", "InvalidEndpoint", str(error)) from error
        return RetryingBotoClientWrapper(client, no_retry if connections else READ_RETRY)

    return connect


def _failed(error: BotoCoreError) -> ServiceError:
    from .sdk_errors import translate

    return translate("connect", error)
