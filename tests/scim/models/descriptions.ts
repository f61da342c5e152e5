import { describeResources, type ResourceDescription } from '../../../src/scim/models/resource-description.ts';
import { RESOURCE_TYPES_BODY, SCHEMAS_BODY } from '../answers.ts';

function described(name: string): ResourceDescription {
  const found = describeResources(SCHEMAS_BODY, RESOURCE_TYPES_BODY).resourceTypes.find((one) => one.name === name);
  if (!found) throw new Error(`the test server has no resource type ${name}`);
  return found;
}

export const USER = described('User');
export const GROUP = described('Group');
