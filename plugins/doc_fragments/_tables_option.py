# Written by scripts/generate from plugins/module_utils/_settings: change the options there.
# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    """The options of many tables, whose items have all options of dynamodb_table."""

    DOCUMENTATION = r"""
options:
  tables:
    description:
      - The tables, each with the options of M(planton.dynamodb.dynamodb_table),
        O(tables[].state) included.
      - The options of the connection are options of the task, and hold for
        all tables.
      - All tables are checked before the first call. If the specification
        of a table cannot be carried out, only that table fails.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description:
          - The name of the table, 3 to 255 characters of C(a-z), C(A-Z),
            C(0-9), C(_), C(.) and C(-).
        type: str
        required: true
        aliases:
          - table_name
      state:
        description: Whether the table is to be there or not.
        type: str
        default: present
        choices:
          - present
          - absent
      billing_mode:
        description:
          - How AWS bills the table, V(PROVISIONED) or V(PAY_PER_REQUEST).
          - Required when the table must be created.
          - The spelling with prefix, such as V(BILLING_MODE_PAY_PER_REQUEST),
            is accepted too, as for every enumeration of the AwsDynamodb resource.
            Results always have the plain value.
        type: str
      provisioned_throughput:
        description:
          - The capacity of the table, required where it is created with O(tables[].billing_mode=PROVISIONED)
            or changes to it.
          - Left out, the capacity of an existing table is left alone, as
            where auto scaling sets it.
          - Nothing, or zero for both units, means none, as V(PAY_PER_REQUEST)
            wants it.
        type: dict
        suboptions:
          read_capacity_units:
            description: Strongly consistent reads of up to 4 KB a second.
            type: int
          write_capacity_units:
            description: Writes of up to 1 KB a second.
            type: int
      attribute_definitions:
        description:
          - The attributes that the keys of the table and of its indexes use,
            and the search schemas of vector indexes, and no others.
          - Attributes of indexes that the specification leaves out are left
            alone.
        type: list
        elements: dict
        suboptions:
          name:
            description: The name of the attribute, 1 to 255 characters.
            type: str
          type:
            description: V(S) for a string, V(N) for a number, V(B) for binary.
              Quote V("N") where the file is read by YAML 1.1 tools.
            type: str
      key_schema:
        description:
          - The primary key, exactly one V(HASH) and at most one V(RANGE)
            element, in any order.
          - Cannot be changed on an existing table, see O(tables[].replacement).
        type: list
        elements: dict
        suboptions:
          attribute_name:
            description: The name of an attribute of O(tables[].attribute_definitions).
            type: str
          key_type:
            description: V(HASH) for the partition key, V(RANGE) for the sort
              key.
            type: str
      global_secondary_indexes:
        description:
          - All global secondary indexes of the table. The list is exact,
            and an empty list removes all. If the option is left out, the
            indexes are left alone.
          - On an existing table, AWS builds one index at a time, and each
            takes minutes. A new table has all of its indexes within seconds.
          - If the keys or the projection of an index change, the index is
            deleted and built again. Until then it cannot be queried. It gets
            the on-demand maximum, the warm throughput and the contributor
            insights of the old one.
        type: list
        elements: dict
        suboptions:
          name:
            description: The name of the index, 3 to 255 characters of C(a-z),
              C(A-Z), C(0-9), C(_), C(.) and C(-).
            type: str
          key_schema:
            description: The key of the index, 1 to 4 V(HASH) and up to 4
              V(RANGE) elements.
            type: list
            elements: dict
            suboptions:
              attribute_name:
                description: The name of an attribute of O(tables[].attribute_definitions).
                type: str
              key_type:
                description: V(HASH) for the partition key, V(RANGE) for the
                  sort key.
                type: str
          projection:
            description: The attributes that are copied to the index, beside
              its keys and those of the table.
            type: dict
            suboptions:
              type:
                description: V(ALL), V(KEYS_ONLY) or V(INCLUDE).
                type: str
              non_key_attributes:
                description: The attributes to copy with V(INCLUDE), 1 to
                  20, in any order.
                type: list
                elements: str
          provisioned_throughput:
            description: The capacity of the index, required where the index
              is new to a table with O(tables[].billing_mode=PROVISIONED),
              or the table changes to it. Left out, the capacity there is
              is left alone.
            type: dict
            suboptions:
              read_capacity_units:
                description: Strongly consistent reads of up to 4 KB a second.
                type: int
              write_capacity_units:
                description: Writes of up to 1 KB a second.
                type: int
          on_demand_throughput:
            description: The most reads and writes a second of the index.
              Left out, the maximum that the index has is left alone.
            type: dict
            suboptions:
              max_read_request_units:
                description: The most read request units a second, at least
                  1, or V(-1) for no limit.
                type: int
              max_write_request_units:
                description: The most write request units a second, at least
                  1, or V(-1) for no limit.
                type: int
          warm_throughput:
            description: How many reads and writes a second the index can
              serve at once. This is a floor.
            type: dict
            suboptions:
              read_units_per_second:
                description: Reads a second, at least 1. Left out, it is left
                  alone.
                type: int
              write_units_per_second:
                description: Writes a second, at least 1. Left out, it is
                  left alone.
                type: int
          auto_scaling:
            description: How Application Auto Scaling sets the capacity of
              the index. Left out, it is left alone.
            type: dict
            suboptions:
              read:
                description: How the read capacity is scaled.
                type: dict
                suboptions:
                  enabled:
                    description:
                      - Whether the capacity is scaled. V(false) removes the
                        scaling with its policy and its scheduled actions,
                        and the other options here do not matter then.
                    type: bool
                    default: true
                  min_capacity:
                    description: The least units. Required where it is enabled.
                    type: int
                  max_capacity:
                    description: The most units. Required where it is enabled.
                    type: int
                  target_value:
                    description: How many percent of the capacity are to be
                      used, from 10 to 90. Required where it is enabled.
                    type: float
                  scale_in_cooldown:
                    description: For how many seconds no capacity is taken
                      away after some was taken away. AWS takes 0 if it never
                      was given.
                    type: int
                  scale_out_cooldown:
                    description: For how many seconds no capacity is added
                      after some was added. AWS takes 0 if it never was given.
                    type: int
                  disable_scale_in:
                    description: Whether capacity is added only, and never
                      taken away.
                    type: bool
                  scheduled_actions:
                    description:
                      - Other bounds from some times on. The list is exact,
                        and an empty list removes all.
                      - When its time comes, an action replaces O(tables[].auto_scaling.read.min_capacity),
                        O(tables[].auto_scaling.read.max_capacity) or both,
                        until the next action does. So bounds that one of
                        the listed actions has set are no difference.
                    type: list
                    elements: dict
                    suboptions:
                      name:
                        description: The name of the action.
                        type: str
                        required: true
                      schedule:
                        description: When it acts, C(at(2026-12-01T08:00:00\)),
                          C(rate(1 day\)) or C(cron(0 8 ? * MON-FRI *\)),
                          in the words of AWS.
                        type: str
                      timezone:
                        description: The time zone of C(at(\)) and C(cron(\)),
                          such as V(Europe/Berlin). UTC if it is left out.
                        type: str
                      start_time:
                        description: When it begins to act, as V(2026-12-01T00:00:00Z).
                          UTC if there is no time zone in it.
                        type: str
                      end_time:
                        description: When it ceases to act, written in the
                          same way.
                        type: str
                      min_capacity:
                        description: The least units from then on. At least
                          one of both bounds is required.
                        type: int
                      max_capacity:
                        description: The most units from then on.
                        type: int
              write:
                description: How the write capacity is scaled, with the same
                  options.
                type: dict
                suboptions:
                  enabled:
                    description:
                      - Whether the capacity is scaled. V(false) removes the
                        scaling with its policy and its scheduled actions,
                        and the other options here do not matter then.
                    type: bool
                    default: true
                  min_capacity:
                    description: The least units. Required where it is enabled.
                    type: int
                  max_capacity:
                    description: The most units. Required where it is enabled.
                    type: int
                  target_value:
                    description: How many percent of the capacity are to be
                      used, from 10 to 90. Required where it is enabled.
                    type: float
                  scale_in_cooldown:
                    description: For how many seconds no capacity is taken
                      away after some was taken away. AWS takes 0 if it never
                      was given.
                    type: int
                  scale_out_cooldown:
                    description: For how many seconds no capacity is added
                      after some was added. AWS takes 0 if it never was given.
                    type: int
                  disable_scale_in:
                    description: Whether capacity is added only, and never
                      taken away.
                    type: bool
                  scheduled_actions:
                    description:
                      - Other bounds from some times on. The list is exact,
                        and an empty list removes all.
                      - When its time comes, an action replaces O(tables[].auto_scaling.read.min_capacity),
                        O(tables[].auto_scaling.read.max_capacity) or both,
                        until the next action does. So bounds that one of
                        the listed actions has set are no difference.
                    type: list
                    elements: dict
                    suboptions:
                      name:
                        description: The name of the action.
                        type: str
                        required: true
                      schedule:
                        description: When it acts, C(at(2026-12-01T08:00:00\)),
                          C(rate(1 day\)) or C(cron(0 8 ? * MON-FRI *\)),
                          in the words of AWS.
                        type: str
                      timezone:
                        description: The time zone of C(at(\)) and C(cron(\)),
                          such as V(Europe/Berlin). UTC if it is left out.
                        type: str
                      start_time:
                        description: When it begins to act, as V(2026-12-01T00:00:00Z).
                          UTC if there is no time zone in it.
                        type: str
                      end_time:
                        description: When it ceases to act, written in the
                          same way.
                        type: str
                      min_capacity:
                        description: The least units from then on. At least
                          one of both bounds is required.
                        type: int
                      max_capacity:
                        description: The most units from then on.
                        type: int
      on_demand_throughput:
        description:
          - The most reads and writes a second that AWS carries out for an
            on-demand table, and so the most that they cost. AWS throttles
            requests above it.
          - Each member that is left out is left alone. V(-1) means no limit.
          - A table that changes to V(PROVISIONED) loses its maximum, and
            so do its indexes.
        type: dict
        suboptions:
          max_read_request_units:
            description: The most read request units a second, at least 1,
              or V(-1) for no limit.
            type: int
          max_write_request_units:
            description: The most write request units a second, at least 1,
              or V(-1) for no limit.
            type: int
      warm_throughput:
        description:
          - How many reads and writes a second the table can serve at once,
            without growing first. This is a floor. AWS raises the warm throughput
            by itself and never lowers it, so a table that has more satisfies
            the option.
          - AWS bills a warm throughput that a user asks for. A rise takes
            five to nine minutes.
          - An on-demand table has 12,000 reads and 4,000 writes by itself,
            a provisioned one its capacity. Asking for that much or less changes
            nothing.
        type: dict
        suboptions:
          read_units_per_second:
            description: Reads a second, at least 1. Left out, it is left
              alone.
            type: int
          write_units_per_second:
            description: Writes a second, at least 1. Left out, it is left
              alone.
            type: int
      local_secondary_indexes:
        description:
          - All local secondary indexes of the table. They are made with the
            table and cannot be changed later, see O(tables[].replacement).
        type: list
        elements: dict
        suboptions:
          name:
            description: The name of the index, 3 to 255 characters of C(a-z),
              C(A-Z), C(0-9), C(_), C(.) and C(-).
            type: str
          key_schema:
            description: The V(HASH) key of the table and another V(RANGE)
              key.
            type: list
            elements: dict
            suboptions:
              attribute_name:
                description: The name of an attribute of O(tables[].attribute_definitions).
                type: str
              key_type:
                description: V(HASH) for the partition key, V(RANGE) for the
                  sort key.
                type: str
          projection:
            description: The attributes that are copied to the index, beside
              its keys and those of the table.
            type: dict
            suboptions:
              type:
                description: V(ALL), V(KEYS_ONLY) or V(INCLUDE).
                type: str
              non_key_attributes:
                description: The attributes to copy with V(INCLUDE), 1 to
                  20, in any order.
                type: list
                elements: str
      vector_indexes:
        description:
          - All vector indexes of the table, for searches by similarity. The
            list is exact, and an empty list removes all. If the option is
            left out, the indexes are left alone.
          - Only a table with O(tables[].billing_mode=PAY_PER_REQUEST) can
            have vector indexes, at most 5.
          - On an existing table, AWS builds one index at a time, a vector
            index or a global secondary index. A vector index takes 8 to 20
            minutes, even if the table is small, so give a longer O(tables[].wait_timeout)
            to wait for more than one. A new table has all of its indexes
            within seconds.
          - AWS cannot change a vector index. If anything about it differs,
            the index is deleted and built again, and it cannot be searched
            until then.
          - Requires botocore 1.43.64 or newer.
        type: list
        elements: dict
        suboptions:
          name:
            description: The name of the index, 3 to 255 characters of C(a-z),
              C(A-Z), C(0-9), C(_), C(.) and C(-).
            type: str
          vector_attribute:
            description: The attribute with the vectors, each a list of numbers.
              It is no key of the table or of an index, and it has no place
              in O(tables[].attribute_definitions).
            type: str
          dimensions:
            description: The number of values in each vector, 1 to 4096. It
              is the same in all vector indexes of one attribute.
            type: int
          distance_function:
            description: How two vectors are compared, V(COSINE), V(DOT_PRODUCT)
              or V(EUCLIDEAN).
            type: str
          search_schema:
            description:
              - The attributes that searches can select by, in any order.
                Each of them needs an entry in O(tables[].attribute_definitions).
              - If it is left out, an index that exists keeps its own, and
                a new one has none. An empty list means that the index has
                none.
            type: list
            elements: dict
            suboptions:
              attribute_name:
                description: The name of an attribute of O(tables[].attribute_definitions).
                type: str
              type:
                description: V(HASH) for the attribute by which the index
                  is partitioned and which each search has to name, at most
                  one. V(INLINE_FILTER) for an attribute that a search may
                  filter by, at most 18.
                type: str
          projection:
            description: The attributes that are copied to the index, beside
              the keys of the table and those of the search schema.
            type: dict
            suboptions:
              type:
                description: V(ALL), V(KEYS_ONLY) or V(INCLUDE).
                type: str
              non_key_attributes:
                description: The attributes to copy with V(INCLUDE), 1 to
                  20, in any order.
                type: list
                elements: str
      stream_enabled:
        description: Whether changes of items are recorded in a stream.
        type: bool
      stream_view_type:
        description:
          - What the stream records, V(KEYS_ONLY), V(NEW_IMAGE), V(OLD_IMAGE)
            or V(NEW_AND_OLD_IMAGES).
          - Required with O(tables[].stream_enabled=true), and not allowed
            otherwise; a blank is none.
          - Another view type means a new stream with another ARN.
        type: str
      table_class:
        description: V(STANDARD) or V(STANDARD_INFREQUENT_ACCESS). AWS allows
          two changes in 30 days.
        type: str
      server_side_encryption:
        description:
          - Encryption with a key of KMS. Without it, the table is encrypted
            with a key that AWS owns.
          - With O(tables[].server_side_encryption.enabled=true), C(kms:DescribeKey)
            must be allowed, because the module looks up the key.
        type: dict
        suboptions:
          enabled:
            description: Whether the table is encrypted with a key of KMS.
            type: bool
            required: true
          kms_key_arn:
            description:
              - The key, as key ARN, key id, alias or alias ARN. The default
                is the AWS managed key V(alias/aws/dynamodb).
              - The module looks up the ARN of an alias or a key id before
                it compares.
            type: str
      deletion_protection_enabled:
        description: Whether the table is protected against deletion.
        type: bool
      ttl:
        description:
          - Time to live, the deletion of items that have expired.
          - AWS admits one change in about half an hour. Another attribute
            takes two changes, and therefore two runs.
        type: dict
        suboptions:
          enabled:
            description: Whether items expire.
            type: bool
            required: true
          attribute_name:
            description:
              - The attribute that holds the expiry time as epoch seconds.
                Only with O(tables[].ttl.enabled=true), or blank.
              - Where a variable turns it on and off, it decides here too,
                as in C(attribute_name="{{ 'expires' if expiry else omit }}").
            type: str
      point_in_time_recovery_enabled:
        description: Whether the table can be restored to any second of the
          recovery period.
        type: bool
      recovery_period_in_days:
        description:
          - How far back the table can be restored, 1 to 35 days. Only with
            O(tables[].point_in_time_recovery_enabled=true).
          - If it is left out, an existing period is left alone. AWS begins
            with 35 days.
        type: int
      contributor_insights_enabled:
        description: Whether CloudWatch shows the most accessed and throttled
          keys of the table.
        type: bool
      contributor_insights_mode:
        description:
          - V(ACCESSED_AND_THROTTLED_KEYS) or V(THROTTLED_KEYS), for the table
            and the indexes in O(tables[].contributor_insights_indexes).
        type: str
      contributor_insights_indexes:
        description:
          - The global secondary indexes that have contributor insights. The
            list is exact. If it is left out, insights of indexes are left
            alone.
        type: list
        elements: str
      auto_scaling:
        description:
          - How Application Auto Scaling sets the capacity of the table, which
            has O(tables[].billing_mode=PROVISIONED). Reads and writes are
            scaled each by itself; of both, the one that is left out is left
            alone.
          - Where a capacity is scaled, O(tables[].provisioned_throughput)
            counts only when the table is created or becomes V(PROVISIONED),
            or when scaling begins. Afterwards no run sets that capacity.
          - It needs the permissions of Application Auto Scaling, beside those
            of DynamoDB.
        type: dict
        suboptions:
          read:
            description: How the read capacity is scaled.
            type: dict
            suboptions:
              enabled:
                description:
                  - Whether the capacity is scaled. V(false) removes the scaling
                    with its policy and its scheduled actions, and the other
                    options here do not matter then.
                type: bool
                default: true
              min_capacity:
                description: The least units. Required where it is enabled.
                type: int
              max_capacity:
                description: The most units. Required where it is enabled.
                type: int
              target_value:
                description: How many percent of the capacity are to be used,
                  from 10 to 90. Required where it is enabled.
                type: float
              scale_in_cooldown:
                description: For how many seconds no capacity is taken away
                  after some was taken away. AWS takes 0 if it never was given.
                type: int
              scale_out_cooldown:
                description: For how many seconds no capacity is added after
                  some was added. AWS takes 0 if it never was given.
                type: int
              disable_scale_in:
                description: Whether capacity is added only, and never taken
                  away.
                type: bool
              scheduled_actions:
                description:
                  - Other bounds from some times on. The list is exact, and
                    an empty list removes all.
                  - When its time comes, an action replaces O(tables[].auto_scaling.read.min_capacity),
                    O(tables[].auto_scaling.read.max_capacity) or both, until
                    the next action does. So bounds that one of the listed
                    actions has set are no difference.
                type: list
                elements: dict
                suboptions:
                  name:
                    description: The name of the action.
                    type: str
                    required: true
                  schedule:
                    description: When it acts, C(at(2026-12-01T08:00:00\)),
                      C(rate(1 day\)) or C(cron(0 8 ? * MON-FRI *\)), in the
                      words of AWS.
                    type: str
                  timezone:
                    description: The time zone of C(at(\)) and C(cron(\)),
                      such as V(Europe/Berlin). UTC if it is left out.
                    type: str
                  start_time:
                    description: When it begins to act, as V(2026-12-01T00:00:00Z).
                      UTC if there is no time zone in it.
                    type: str
                  end_time:
                    description: When it ceases to act, written in the same
                      way.
                    type: str
                  min_capacity:
                    description: The least units from then on. At least one
                      of both bounds is required.
                    type: int
                  max_capacity:
                    description: The most units from then on.
                    type: int
          write:
            description: How the write capacity is scaled, with the same options.
            type: dict
            suboptions:
              enabled:
                description:
                  - Whether the capacity is scaled. V(false) removes the scaling
                    with its policy and its scheduled actions, and the other
                    options here do not matter then.
                type: bool
                default: true
              min_capacity:
                description: The least units. Required where it is enabled.
                type: int
              max_capacity:
                description: The most units. Required where it is enabled.
                type: int
              target_value:
                description: How many percent of the capacity are to be used,
                  from 10 to 90. Required where it is enabled.
                type: float
              scale_in_cooldown:
                description: For how many seconds no capacity is taken away
                  after some was taken away. AWS takes 0 if it never was given.
                type: int
              scale_out_cooldown:
                description: For how many seconds no capacity is added after
                  some was added. AWS takes 0 if it never was given.
                type: int
              disable_scale_in:
                description: Whether capacity is added only, and never taken
                  away.
                type: bool
              scheduled_actions:
                description:
                  - Other bounds from some times on. The list is exact, and
                    an empty list removes all.
                  - When its time comes, an action replaces O(tables[].auto_scaling.read.min_capacity),
                    O(tables[].auto_scaling.read.max_capacity) or both, until
                    the next action does. So bounds that one of the listed
                    actions has set are no difference.
                type: list
                elements: dict
                suboptions:
                  name:
                    description: The name of the action.
                    type: str
                    required: true
                  schedule:
                    description: When it acts, C(at(2026-12-01T08:00:00\)),
                      C(rate(1 day\)) or C(cron(0 8 ? * MON-FRI *\)), in the
                      words of AWS.
                    type: str
                  timezone:
                    description: The time zone of C(at(\)) and C(cron(\)),
                      such as V(Europe/Berlin). UTC if it is left out.
                    type: str
                  start_time:
                    description: When it begins to act, as V(2026-12-01T00:00:00Z).
                      UTC if there is no time zone in it.
                    type: str
                  end_time:
                    description: When it ceases to act, written in the same
                      way.
                    type: str
                  min_capacity:
                    description: The least units from then on. At least one
                      of both bounds is required.
                    type: int
                  max_capacity:
                    description: The most units from then on.
                    type: int
      kinesis_streaming_destinations:
        description:
          - The stream of Kinesis Data Streams that gets a record of every
            change of an item. An empty list means none.
          - AWS keeps one destination for a table, so the list has at most
            one item.
          - The stream must exist, in the account and Region of the table.
            AWS does not look at it when it takes the call. If it cannot use
            the stream, the run fails with the reason that AWS gives seconds
            later, or a minute later.
          - To change the stream, the old one is disabled first. No stream
            gets the changes of items that are made before the new one is
            enabled, which takes about ten seconds.
        type: list
        elements: dict
        suboptions:
          stream_arn:
            description: The ARN of the Kinesis stream.
            type: str
            required: true
          approximate_creation_date_time_precision:
            description:
              - The unit of the time in each record, V(MILLISECOND) or V(MICROSECOND).
                If it is left out, a destination that exists keeps its unit,
                and a new one has milliseconds.
              - A change takes two minutes. Records go on meanwhile.
            type: str
      tags:
        description:
          - The tags of the table. They replace the existing tags, unless
            O(tables[].purge_tags=false).
          - If the option is left out, the tags are left alone.
        type: dict
        aliases:
          - resource_tags
      purge_tags:
        description: Whether tags that the specification does not name are
          removed, if it names any.
        type: bool
        default: true
      resource_policy:
        description:
          - The resource policy of the table, as a dictionary or as JSON text.
            It grants access, also to other accounts.
          - An empty dictionary means no policy. If the option is left out,
            the policy is left alone.
          - V(__TABLE_ARN__) in it stands for the ARN of the table and V(__STREAM_ARN__)
            for that of its stream. The policy of the indexes is that of the
            table, whose resources are V(__TABLE_ARN__/index/*).
          - Policies are compared by what they mean. The order of statements,
            and of values, means nothing, a list of one is the same as its
            value, an account is the same as the ARN of its root, and a policy
            without C(Version) has that of 2008. Where a principal was deleted,
            AWS shows an id in its place, and the policy is put again.
          - A policy that denies something is put after all other changes
            of the run.
        type: json
      confirm_remove_self_resource_access:
        description:
          - Whether O(tables[].resource_policy) and O(tables[].stream_resource_policy)
            may deny the right to change them, to everybody or to the user
            of this run. AWS wants that confirmed, because the run cannot
            change the policy any more afterwards.
        type: bool
        default: false
      stream_resource_policy:
        description:
          - The resource policy of the stream, as O(tables[].resource_policy)
            is that of the table.
          - It needs the stream. Another O(tables[].stream_view_type) makes
            another stream, which gets the policy too, also if the option
            is left out.
        type: json
      global_table_settings_replication_mode:
        description:
          - Whether the settings of the table are replicated to the tables
            of other accounts that are made from it with O(tables[].global_table_source_arn).
            V(ENABLED) is needed before the first of them is made, and AWS
            changes it only while the table has no replicas. V(DISABLED) is
            what every other table has.
          - The resource policy of the table must allow C(replication.dynamodb.amazonaws.com)
            to replicate, see O(tables[].resource_policy).
          - AWS sets C(ENABLED_WITH_OVERRIDES) by itself for O(tables[].replicas)
            of one account, and nobody else can; V(DISABLED) agrees with it,
            because nothing is replicated to other accounts. Documented by
            AWS; of several accounts, nothing was measured.
        type: str
      replicas:
        description:
          - The replicas of the table in other Regions. Together they are
            a global table of version 2019.11.21. An empty list means none.
          - AWS adds the replicas one after the other, when the table and
            its indexes are settled. An empty table takes about a minute,
            one with items longer. AWS turns on a stream with V(NEW_AND_OLD_IMAGES)
            if there is none.
          - AWS deletes the table of the other Region, with its items, if
            a replica is removed. So a Region that has a replica and is not
            listed is refused, until O(tables[].replica_removal) says what
            is to become of it.
          - A table with O(tables[].billing_mode=PROVISIONED) must have O(tables[].auto_scaling)
            of its writes, and so must each of its global secondary indexes.
        type: list
        elements: dict
        suboptions:
          region_name:
            description: The Region of the replica.
            type: str
            required: true
          kms_key_arn:
            description: The ARN of the KMS key of the replica, a key of that
              Region. Given if and only if the table has a key of the customer.
              To change it, AWS wants a call in the Region of the replica.
            type: str
          table_class:
            description: The table class of the replica. Left out, a new replica
              has that of the table.
            type: str
          read_capacity_units:
            description: The read capacity of the replica, if it is not to
              have that of the table; V(0) gives it that of the table. Only
              for PROVISIONED tables.
            type: int
          max_read_request_units:
            description: The maximum of reads per second of the replica, if
              it is not to have that of the table; V(0) gives it that of the
              table. Only for tables on demand.
            type: int
          global_secondary_indexes:
            description: Indexes whose capacity for reads differs in this
              Region, or is scaled in it. Others have that of the table's
              index.
            type: list
            elements: dict
            suboptions:
              name:
                description: The name of a global secondary index of the table.
                type: str
                required: true
              read_capacity_units:
                description: As for the replica.
                type: int
              max_read_request_units:
                description: As for the replica.
                type: int
              auto_scaling:
                description: How the read capacity of the index is scaled
                  in this Region, as O(tables[].auto_scaling). Not together
                  with O(tables[].replicas[].global_secondary_indexes[].read_capacity_units).
                type: dict
                suboptions:
                  read:
                    description: As O(tables[].auto_scaling.read), for the
                      index of the replica.
                    type: dict
                    suboptions:
                      enabled:
                        description:
                          - Whether the capacity is scaled. V(false) removes
                            the scaling with its policy and its scheduled
                            actions, and the other options here do not matter
                            then.
                        type: bool
                        default: true
                      min_capacity:
                        description: The least units. Required where it is
                          enabled.
                        type: int
                      max_capacity:
                        description: The most units. Required where it is
                          enabled.
                        type: int
                      target_value:
                        description: How many percent of the capacity are
                          to be used, from 10 to 90. Required where it is
                          enabled.
                        type: float
                      scale_in_cooldown:
                        description: For how many seconds no capacity is taken
                          away after some was taken away. AWS takes 0 if it
                          never was given.
                        type: int
                      scale_out_cooldown:
                        description: For how many seconds no capacity is added
                          after some was added. AWS takes 0 if it never was
                          given.
                        type: int
                      disable_scale_in:
                        description: Whether capacity is added only, and never
                          taken away.
                        type: bool
                      scheduled_actions:
                        description:
                          - Other bounds from some times on. The list is exact,
                            and an empty list removes all.
                          - When its time comes, an action replaces O(tables[].auto_scaling.read.min_capacity),
                            O(tables[].auto_scaling.read.max_capacity) or
                            both, until the next action does. So bounds that
                            one of the listed actions has set are no difference.
                        type: list
                        elements: dict
                        suboptions:
                          name:
                            description: The name of the action.
                            type: str
                            required: true
                          schedule:
                            description: When it acts, C(at(2026-12-01T08:00:00\)),
                              C(rate(1 day\)) or C(cron(0 8 ? * MON-FRI *\)),
                              in the words of AWS.
                            type: str
                          timezone:
                            description: The time zone of C(at(\)) and C(cron(\)),
                              such as V(Europe/Berlin). UTC if it is left
                              out.
                            type: str
                          start_time:
                            description: When it begins to act, as V(2026-12-01T00:00:00Z).
                              UTC if there is no time zone in it.
                            type: str
                          end_time:
                            description: When it ceases to act, written in
                              the same way.
                            type: str
                          min_capacity:
                            description: The least units from then on. At
                              least one of both bounds is required.
                            type: int
                          max_capacity:
                            description: The most units from then on.
                            type: int
          auto_scaling:
            description: How the read capacity of the replica is scaled, as
              O(tables[].auto_scaling). The writes of all replicas are scaled
              as those of the table. Not together with O(tables[].replicas[].read_capacity_units).
            type: dict
            suboptions:
              read:
                description: As O(tables[].auto_scaling.read), for the replica.
                type: dict
                suboptions:
                  enabled:
                    description:
                      - Whether the capacity is scaled. V(false) removes the
                        scaling with its policy and its scheduled actions,
                        and the other options here do not matter then.
                    type: bool
                    default: true
                  min_capacity:
                    description: The least units. Required where it is enabled.
                    type: int
                  max_capacity:
                    description: The most units. Required where it is enabled.
                    type: int
                  target_value:
                    description: How many percent of the capacity are to be
                      used, from 10 to 90. Required where it is enabled.
                    type: float
                  scale_in_cooldown:
                    description: For how many seconds no capacity is taken
                      away after some was taken away. AWS takes 0 if it never
                      was given.
                    type: int
                  scale_out_cooldown:
                    description: For how many seconds no capacity is added
                      after some was added. AWS takes 0 if it never was given.
                    type: int
                  disable_scale_in:
                    description: Whether capacity is added only, and never
                      taken away.
                    type: bool
                  scheduled_actions:
                    description:
                      - Other bounds from some times on. The list is exact,
                        and an empty list removes all.
                      - When its time comes, an action replaces O(tables[].auto_scaling.read.min_capacity),
                        O(tables[].auto_scaling.read.max_capacity) or both,
                        until the next action does. So bounds that one of
                        the listed actions has set are no difference.
                    type: list
                    elements: dict
                    suboptions:
                      name:
                        description: The name of the action.
                        type: str
                        required: true
                      schedule:
                        description: When it acts, C(at(2026-12-01T08:00:00\)),
                          C(rate(1 day\)) or C(cron(0 8 ? * MON-FRI *\)),
                          in the words of AWS.
                        type: str
                      timezone:
                        description: The time zone of C(at(\)) and C(cron(\)),
                          such as V(Europe/Berlin). UTC if it is left out.
                        type: str
                      start_time:
                        description: When it begins to act, as V(2026-12-01T00:00:00Z).
                          UTC if there is no time zone in it.
                        type: str
                      end_time:
                        description: When it ceases to act, written in the
                          same way.
                        type: str
                      min_capacity:
                        description: The least units from then on. At least
                          one of both bounds is required.
                        type: int
                      max_capacity:
                        description: The most units from then on.
                        type: int
          point_in_time_recovery_enabled:
            description: As O(tables[].point_in_time_recovery_enabled), for
              the replica.
            type: bool
          recovery_period_in_days:
            description: As O(tables[].recovery_period_in_days), for the replica.
            type: int
          deletion_protection_enabled:
            description: As O(tables[].deletion_protection_enabled), for the
              replica.
            type: bool
          disassociation_protection_enabled:
            description: As O(tables[].disassociation_protection_enabled),
              for the replica.
            type: bool
          contributor_insights_enabled:
            description: As O(tables[].contributor_insights_enabled), for
              the replica.
            type: bool
          contributor_insights_mode:
            description: As O(tables[].contributor_insights_mode), for the
              replica.
            type: str
          contributor_insights_indexes:
            description: As O(tables[].contributor_insights_indexes), for
              the replica.
            type: list
            elements: str
          kinesis_streaming_destinations:
            description: As O(tables[].kinesis_streaming_destinations), for
              the replica, with a stream of its Region.
            type: list
            elements: dict
            suboptions:
              stream_arn:
                description: The ARN of the Kinesis stream.
                type: str
                required: true
              approximate_creation_date_time_precision:
                description:
                  - The unit of the time in each record, V(MILLISECOND) or
                    V(MICROSECOND). If it is left out, a destination that
                    exists keeps its unit, and a new one has milliseconds.
                  - A change takes two minutes. Records go on meanwhile.
                type: str
          resource_policy:
            description: As O(tables[].resource_policy), for the replica.
            type: json
          stream_resource_policy:
            description: As O(tables[].stream_resource_policy), for the replica.
            type: json
          tags:
            description: The tags of the replica. They replace the existing
              tags. AWS copies no tags of the table.
            type: dict
          propagate_tags:
            description: Whether the replica has the O(tables[].tags) of the
              table. Not together with tags of its own, and of no effect if
              O(tables[].tags) is left out.
            type: bool
      multi_region_consistency:
        description:
          - How the replicas are kept alike. It is decided when the first
            replicas are added, and AWS never changes it.
          - V(STRONG) is for an empty table with two replicas, or with one
            and O(tables[].global_table_witness). AWS adds them all in one
            call, and nothing can be added or removed later. Left out, the
            replicas are V(EVENTUAL).
        type: str
        choices:
          - EVENTUAL
          - STRONG
      global_table_witness:
        description:
          - The witness of a group with O(tables[].multi_region_consistency=STRONG),
            which holds no items that can be read.
        type: dict
        suboptions:
          region_name:
            description: The Region of the witness.
            type: str
            required: true
      disassociation_protection_enabled:
        description:
          - Whether the table is protected against leaving its global table.
            AWS protects each member by default. It is that of the Region
            of the table; each item of O(tables[].replicas) has its own. A
            table without replicas has none, so that nothing is compared then.
          - Only for O(tables[].multi_region_consistency=EVENTUAL). Documented
            by AWS, and not measured.
        type: bool
      restore_from:
        description:
          - Makes the table by restoring a backup, or another table as it
            was at a point in time. This is for a table that does not exist;
            it is ignored for one that exists.
          - 'The source is read first, so the keys, the billing mode, the
            indexes and the encryption may be left out: then they are those
            of the source. Other indexes than those of the source are built
            after the restore. A restore takes over no stream, time to live,
            point-in-time recovery, tags, deletion protection or table class,
            so the run sets what the specification says of these.'
          - Give either a backup or a source table with a point in time. Not
            together with O(tables[].import_from) or O(tables[].replacement).
        type: dict
        suboptions:
          backup_arn:
            description: The ARN of a backup of this account, also of another
              Region. Backups that belong to AWS Backup can only be restored
              there.
            type: str
          source_table_name:
            description: The name of a table in the same Region that has point-in-time
              recovery.
            type: str
          source_table_arn:
            description: The ARN of a table that has point-in-time recovery,
              also of another Region of this account.
            type: str
          date_time:
            description: The point in time, with its time zone, as in V(2026-03-01T12:00:00Z).
              It lies in the time for which the source can be restored.
            type: str
          to_latest_time:
            description: Restores the latest state that can be restored, which
              is about five minutes old.
            type: bool
      import_from:
        description:
          - Makes the table by importing items from S3. This is for a table
            that does not exist; it is ignored for one that exists.
          - The run waits until the import has ended. What ImportTable cannot
            set, such as tags, the stream, the table class or deletion protection,
            is set afterwards. An import makes no local secondary indexes.
          - If AWS cannot import some items, the import fails, and so does
            the run. The table stays with the items that were imported. Later
            runs go on with it, and warn.
          - Not together with O(tables[].restore_from) or O(tables[].replacement).
        type: dict
        suboptions:
          s3_bucket:
            description: The bucket.
            type: str
            required: true
          s3_bucket_owner:
            description: The account that owns the bucket, if it is another
              one.
            type: str
          s3_key_prefix:
            description: Only objects whose keys begin with this text are
              imported. For an export of DynamoDB, this is the folder C(data/)
              inside of it.
            type: str
          input_format:
            description: The format of the objects.
            type: str
            required: true
            choices:
              - DYNAMODB_JSON
              - ION
              - CSV
          input_compression_type:
            description: How the objects are compressed. Left out, they are
              not.
            type: str
            choices:
              - GZIP
              - ZSTD
              - NONE
          csv:
            description: How CSV is written. Only with O(tables[].import_from.input_format=CSV).
            type: dict
            suboptions:
              delimiter:
                description: The character between two values. Left out, it
                  is a comma.
                type: str
              header_list:
                description: The names of the columns. Left out, the first
                  line of each object has them.
                type: list
                elements: str
      global_table_source_arn:
        description:
          - Makes the table as a replica of a table in another account and
            another Region, which has the same name and O(tables[].global_table_settings_replication_mode=ENABLED).
            This is for a table that does not exist; it is ignored for one
            that exists.
          - What the two tables share is that of the source, so that keys,
            indexes, the billing mode, capacities, scaling, the stream, time
            to live and replicas are not given beside it.
          - The policies of both tables must allow C(replication.dynamodb.amazonaws.com)
            to replicate, and that of the source must allow this account C(dynamodb:AssociateTableReplica);
            give O(tables[].resource_policy) for the new table.
          - Documented by AWS, and not measured. Not together with O(tables[].restore_from),
            O(tables[].import_from) or O(tables[].replacement).
        type: str
      wait:
        description:
          - Whether to wait until the table is as specified.
          - With V(false), the module makes the calls that AWS admits at once.
            While calls are left or a change is in progress, the result has
            RV(converged=false). The next run continues from there.
        type: bool
        default: true
      wait_timeout:
        description: How many seconds to wait at most. If the time is over,
          the run fails, and the next run continues from there.
        type: int
        default: 1800
      replacement:
        description:
          - What to do if only a new table can match the specification, because
            keys, types of key attributes or local secondary indexes differ.
          - V(never) refuses, V(when_empty) replaces a table without items,
            V(backup_and_replace) makes an on-demand backup first.
          - The items are not carried over. What the specification leaves
            out is set on the new table as it was on the old one.
          - Refused for a table with replicas, and where the new table would
            lack a place in a global table of version 2017.11.29. Auto scaling
            ends before the old table is deleted, and begins again with the
            new one.
        type: str
        default: never
        choices:
          - never
          - when_empty
          - backup_and_replace
      force:
        description: Whether a run that deletes or replaces the table may
          turn off its deletion protection, and whether a table that O(tables[].replica_removal=disassociate)
          lets leave its global table may lose its protection against that.
        type: bool
        default: false
      backup_before_delete:
        description:
          - Whether to make an on-demand backup, and wait for it, before the
            table is deleted.
          - Refused for a table that lost its KMS key, of which AWS makes
            none.
        type: bool
        default: false
      replica_removal:
        description:
          - What to do about replicas that O(tables[].replicas) does not list,
            and about all replicas with O(tables[].state=absent). If O(tables[].replicas)
            is left out, the replicas are left alone.
          - V(never) refuses. V(delete) removes them, and AWS deletes the
            tables of their Regions with all items. AWS refuses that for a
            table from which a replica was added in the last 24 hours.
          - V(disassociate) ends the replication, and all tables keep their
            items. The call is made in the Region that leaves. A table that
            is protected against that needs O(tables[].force=true), see O(tables[].disassociation_protection_enabled).
            With O(tables[].state=absent), the table of this Region leaves
            and is deleted, and the others stay as they are. AWS documents
            this for O(tables[].multi_region_consistency=EVENTUAL); it was
            not measured.
        type: str
        default: never
        choices:
          - never
          - delete
          - disassociate
      expected_plan:
        description: Refuse to act unless the plan that is computed now has
          this id.
        type: str
      validate_only:
        description: Check the specification and make no call at all.
        type: bool
        default: false
  concurrency:
    description:
      - How many calls are made at a time, for all tables together. A table
        that waits for AWS, or for its turn, does not count.
    type: int
    default: 32
  detail:
    description:
      - Which tables have everything in the result. V(changed) leaves out
        C(table), C(spec) and C(plan.iam_actions) of a table that is as specified
        and needs no call; the other values stay, also its outputs. V(all)
        returns everything of every table, and so does a run over one table.
      - Ansible looks through each value of a result several times, and AWX
        keeps it in the events of the job. Of a thousand tables that do not
        change, V(changed) returns about a seventh of V(all).
    type: str
    default: changed
    choices:
      - changed
      - all
  tags_from:
    description:
      - Where the tags of tables are read. V(table) asks each table. V(tagging_api)
        asks the Resource Groups Tagging API for the tags of all tables of
        the Region, a hundred with a call, so that a table without changes
        needs a call less. It needs the IAM action C(tag:GetResources).
      - 'This API learns of changed tags seconds to minutes late. So a run
        with V(tagging_api) may not see yet that somebody else has just changed
        tags. It does nothing wrong because of that: before a table is changed,
        and after that, the run reads the tags of that table itself.'
      - If the call fails, a warning says so, and each table is asked. The
        same is done, without a warning, in a run over one table, and where
        the Region has so many other tables that their pages would take more
        calls.
    type: str
    default: table
    choices:
      - table
      - tagging_api
  expected_plans:
    description:
      - The id of the plan that was approved for each table, by the name of
        the table. If the plan of a table has another id, or the table is
        not named, the module refuses to change it.
      - O(tables[].expected_plan) takes precedence. If the option is left
        out, every plan is carried out.
    type: dict
"""
