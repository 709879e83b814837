# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What imports make of the objects of a bucket (control_plane.md, 2 "Import")."""

from __future__ import annotations

import json

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.operations.buckets import buckets_of, head_bucket
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import ACCOUNT
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import Desk
from ansible_collections.planton.dynamodb.tests.unit.simulator.importing import (
    LINE,
    counts,
    ended,
    scanned,
    status,
    with_bucket,
)


@pytest.fixture
def desk() -> Desk:
    return with_bucket()


def test_a_prefix_of_nothing(desk: Desk) -> None:
    """DDB-IMPORT-012: an empty table."""
    found = ended(desk, prefix="nothing/")
    assert (found["ImportStatus"], counts(found), status(desk)) == ("COMPLETED", (0, 0, 0), "ACTIVE")
    assert scanned(desk) == []


LINES = [json.dumps({"Item": {"a": {"S": str(number)}}}) for number in range(10)]


@pytest.mark.parametrize(
    ("bad", "found", "there"),
    [(json.dumps({"Item": {"b": {"S": "x"}}}), (10, 9, 1), 9), ("garbage", (6, 5, 1), 5)],
)
def test_lines_that_are_wrong(desk: Desk, bad: str, found: tuple[int, int, int], there: int) -> None:
    """DDB-IMPORT-013: one is enough; the others come, but for those behind a line that cannot be read."""
    lines = "\n".join([*LINES[:5], bad, *LINES[6:]])
    buckets_of(desk.engine.world())["shop"] = {"data/1.json": lines}
    answer = ended(desk)
    assert (answer["ImportStatus"], answer["FailureCode"]) == ("FAILED", "ItemValidationError")
    assert answer["FailureMessage"].startswith("Some of the items failed validation checks and were not imported.")
    assert (counts(answer), status(desk), len(scanned(desk))) == (found, "ACTIVE", there)


@pytest.mark.parametrize(("prefix", "found"), [("data", (3, 1, 2)), ("data/1.json", (1, 1, 0))])
def test_prefixes(desk: Desk, prefix: str, found: tuple[int, int, int]) -> None:
    """DDB-IMPORT-014: a prefix is that of the key; a whole key is one, too."""
    answer = ended(desk, prefix=prefix)
    assert (answer["S3BucketSource"]["S3KeyPrefix"], counts(answer)) == (prefix, found)


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("a,size\none,1\ntwo,2\n", None, (2, 2, 0)),
        ("one;1\ntwo;2\n", {"Csv": {"Delimiter": ";", "HeaderList": ["a", "size"]}}, (2, 2, 0)),
    ],
)
def test_csv(desk: Desk, text: str, options: Part | None, found: tuple[int, int, int]) -> None:
    """DDB-IMPORT-015: the first line has the names unless the request has them; there are no default options."""
    buckets_of(desk.engine.world())["shop"] = {"rows.csv": text}
    given = {"InputFormatOptions": options} if options else {}
    answer = ended(desk, prefix="rows", InputFormat="CSV", **given)
    assert (answer["ImportStatus"], counts(answer)) == ("COMPLETED", found)
    assert answer.get("InputFormatOptions") == options
    assert {"a": {"S": "one"}, "size": {"S": "1"}} in scanned(desk)


@pytest.mark.parametrize(
    ("prefix", "compression", "found", "end"),
    [
        ("exp/", "GZIP", (3, 1, 2), "FAILED"),
        ("exp/data/", "GZIP", (1, 1, 0), "COMPLETED"),
        ("exp/data/", "NONE", (1, 0, 1), "FAILED"),
        ("exp/data/", "ZSTD", (1, 0, 1), "FAILED"),
        ("exp/m", "GZIP", (2, 0, 2), "FAILED"),
    ],
)
def test_what_is_compressed(desk: Desk, prefix: str, compression: str, found: tuple[int, int, int], end: str) -> None:
    """DDB-IMPORT-015, 020: what an export leaves is imported from its folder of data, as GZIP."""
    names = ("exp/manifest-summary.json", "exp/manifest-files.json", "exp/data/1.json.gz")
    buckets_of(desk.engine.world())["shop"] = dict.fromkeys(names, LINE)
    answer = ended(desk, prefix=prefix, InputCompressionType=compression)
    assert (answer["ImportStatus"], counts(answer), status(desk)) == (end, found, "ACTIVE")


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"Bucket": "nowhere"}, "NoSuchBucket"),
        ({"Bucket": "shop", "ExpectedBucketOwner": "210987654321"}, "AccessDenied"),
    ],
)
def test_looks_at_buckets(desk: Desk, request_: Part, code: str) -> None:
    """HeadBucket, the only operation of S3: there or not, and whose."""
    world = desk.engine.world()
    assert head_bucket(world, {"Bucket": "shop", "ExpectedBucketOwner": ACCOUNT}) == {}
    with pytest.raises(RefusedError) as found:
        head_bucket(world, request_)
    assert found.value.code == code
