import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { validateOutputs } from './association-outputs';
import { Shared } from './shared';
import { validateResources } from './stack-resources';

const validated = new Shared<boolean>('Validated');

/** Has the stack of an association validated at synthesis, once, however many associations it has. */
export function validateStackOf(association: Construct): void {
  const stack = Stack.of(association);
  validated.getOrSet(stack, () => {
    stack.node.addValidation({ validate: () => [...validateOutputs(stack), ...validateResources(stack)] });
    return true;
  });
}
