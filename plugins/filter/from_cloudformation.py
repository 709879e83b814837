# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: from_cloudformation
short_description: Options of dynamodb_tables from a template of CloudFormation
version_added: 0.9.0
author:
  - Planton contributors (@plantonhq)
description:
  - Turns a template of CloudFormation into options of M(planton.dynamodb.dynamodb_tables). A table that CloudFormation
    has made matches these options.
  - It reads C(AWS::DynamoDB::Table), C(AWS::DynamoDB::GlobalTable), C(AWS::ApplicationAutoScaling::ScalableTarget),
    C(AWS::ApplicationAutoScaling::ScalingPolicy) and C(Custom::DynamoDBReplica) of the CDK.
  - It makes no calls. Parameters, pseudo parameters, conditions, mappings and functions are resolved as far as the
    template and the arguments of the filter say enough. A value that is not known is not guessed. Each is named in
    C(left_out), with the reason and what to do, and the option that needs it is left out as a whole.
  - What the template does not say is left alone.
positional: _input
options:
  _input:
    description:
      - The text of the template, in JSON or in YAML with short forms such as C(!Sub), or its data.
      - A template with macros, C(Fn::ForEach) or resources of SAM has to be the processed one, which
        C(aws cloudformation get-template --template-stage Processed) prints.
    type: raw
    required: true
  stack:
    description:
      - What C(aws cloudformation describe-stacks) prints of the stack. It has the parameters, the tags and the name of
        the stack, and tells the region and the account.
      - AWS gives the tags of a stack to its tables. Without O(stack) they are not known, so the options say
        C(purge_tags=false).
    type: raw
  resources:
    description:
      - What C(aws cloudformation describe-stack-resources) or C(list-stack-resources) prints, which has the names of
        tables that CloudFormation has named itself.
      - Or a dictionary with the name of each resource by its name in the template. Instead of a name, it may have
        a dictionary with C(Ref) and with attributes, such as C(Arn).
    type: raw
  parameters:
    description:
      - The values of parameters, as a dictionary, or as a list with C(ParameterKey) and C(ParameterValue). They take
        precedence over those of O(stack). What neither has, has its default from the template, with a warning.
    type: raw
  region:
    description:
      - The region of the stack. It is needed for a global table with several replicas.
    type: str
  account_id:
    description:
      - The number of the account, for ARNs.
    type: str
seealso:
  - plugin: planton.dynamodb.from_terraform
    plugin_type: filter
  - plugin: planton.dynamodb.to_role_variables
    plugin_type: filter
  - module: planton.dynamodb.dynamodb_tables
"""

EXAMPLES = r"""
- name: Look at what would change, if these tables were managed from here
  planton.dynamodb.dynamodb_tables:
    tables: "{{ found.tables }}"
    region: "{{ found.region | default(omit, true) }}"
  check_mode: true
  vars:
    template: "{{ lookup('ansible.builtin.file', 'template.yaml') }}"
    stack: "{{ lookup('ansible.builtin.file', 'stack.json') | from_json }}"
    resources: "{{ lookup('ansible.builtin.file', 'resources.json') | from_json }}"
    found: "{{ template | planton.dynamodb.from_cloudformation(stack=stack, resources=resources) }}"

- name: Write the tables of a template down as variables of the role
  ansible.builtin.copy:
    content: "{{ found | planton.dynamodb.to_role_variables }}"
    dest: tables.yml
    mode: "0644"
  vars:
    template: "{{ lookup('ansible.builtin.file', 'template.yaml') }}"
    found: "{{ template | planton.dynamodb.from_cloudformation(parameters={'Stage': 'live'}, region='eu-central-1') }}"
"""

RETURN = r"""
_value:
  description:
    - The tables, and what is to be known of them.
  type: dict
  contains:
    tables:
      description:
        - The options of each table. If the tables are of several regions, each has its C(region), which
          M(planton.dynamodb.dynamodb_tables) refuses; then take C(by_region).
      type: list
      elements: dict
      sample:
        - name: orders
          billing_mode: PAY_PER_REQUEST
    region:
      description: The region of all tables, empty if it is not known or there are several.
      type: str
      sample: eu-central-1
    by_region:
      description:
        - A dictionary for each region, with C(region) and C(tables), as M(planton.dynamodb.dynamodb_tables) takes them.
      type: list
      elements: dict
    left_out:
      description: What is not carried over. Each has C(table), C(path), C(message) and C(hint).
      type: list
      elements: dict
      sample:
        - table: orders
          path: Resources.Orders.Properties.SSESpecification.KMSMasterKeyId
          message: needs Arn of Key, which only AWS knows
          hint: 'give it in resources: {Key: {Arn: ...}}'
    warnings:
      description: What is carried over, and what somebody should look at. Each has the same keys.
      type: list
      elements: dict
    carried_over:
      description: The names of the resources that are in the options, as the template has them.
      type: list
      elements: str
      sample: [Orders]
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display

from ..plugin_utils._migrating import NoTablesError, summary
from ..plugin_utils._migrating import from_cloudformation as _from_cloudformation


def from_cloudformation(
    value: t.Any,
    stack: t.Any = None,
    resources: t.Any = None,
    parameters: t.Any = None,
    region: t.Any = None,
    account_id: t.Any = None,
) -> dict[str, t.Any]:
    """Return the tables of a template."""
    place = {"region": str(region or ""), "account": str(account_id or "")}
    try:
        found = _from_cloudformation(value, stack=stack, resources=resources, parameters=parameters, **place)
    except NoTablesError as error:
        raise AnsibleFilterError(f"from_cloudformation: {error}") from error
    if told := summary(found):
        Display().warning(f"from_cloudformation: {told}")
    return found


class FilterModule:
    """The filter from_cloudformation."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"from_cloudformation": from_cloudformation}
