import { UnscopedValidationError, ValidationError } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The CDK documents neither class: a later version may take other arguments, or have none of the two. */
type ErrorClass = (new (...args: unknown[]) => Error) | undefined;

/** What newer versions of the CDK want to have in front of the text. */
const NAME = 'ValidationError';

/**
 * What to throw for misuse: the CDK's own error, which knows the construct. The text names it too, because that is all
 * that some languages show.
 */
export function misuse(text: string, construct?: IConstruct): Error {
  const message = withPath(text, construct?.node.path ?? '');
  const args = construct ? [message, construct] : [message];
  const Class = (construct ? ValidationError : UnscopedValidationError) as unknown as ErrorClass;
  if (Class === undefined) return new Error(message);
  return new Class(...(Class.length > args.length ? [NAME, ...args] : args));
}

function withPath(text: string, path: string): string {
  const isNamed = path === '' || text.includes(`'${path}'`) || text.includes(`'${path}/`);
  return isNamed ? text : `${text} (at '${path}')`;
}
