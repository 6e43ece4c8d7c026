import { Token } from 'aws-cdk-lib';

/** What is in the answer of `StringParameter.valueFromLookup`, until the CLI has looked and starts the app again. */
const PLACEHOLDER = 'dummy-value-for-';

/** Whether a value is known here and now: neither at deployment only, nor once the CLI has looked it up. */
export function isKnown(value: string): boolean {
  return !Token.isUnresolved(value) && !isPlaceholder(value);
}

/** Whether a value, or a part of it, stands in for what the CLI is about to look up. Nothing is deployed with it. */
export function isPlaceholder(value: string): boolean {
  return value.includes(PLACEHOLDER);
}
