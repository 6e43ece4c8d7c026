import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct, IConstruct } from 'constructs';
import {
  HostedConnectionAssociation,
  HostedConnectionAssociationProps,
  HostedConnectionParent,
  HostedConnectionProvider,
} from '../../lib';

export const CONNECTION_ID = 'dxcon-fg9607vm';
export const LAG_ID = 'dxlag-fhccu14t';
export const INTERCONNECT_ID = 'dxcon-ffabc123';
export const ASSOCIATION_TYPE = 'Custom::HostedConnectionAssociation';

/** The logical id of the association of `CONNECTION_ID`. */
export const ASSOCIATION_LOGICAL_ID = 'HostedConnectionAssociationDxconFg9607vm';

export function newStack(context: Record<string, unknown> = {}): Stack {
  return new Stack(new App({ context }), 'Stack');
}

/** An association of which only that is said which the test is about. */
export function associate(
  scope: Construct,
  id = 'Acme',
  props: Partial<HostedConnectionAssociationProps> = {},
): HostedConnectionAssociation {
  return new HostedConnectionAssociation(scope, id, {
    connectionId: CONNECTION_ID,
    parent: HostedConnectionParent.fromLagId(LAG_ID),
    ...props,
  });
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly [section: string]: unknown;
}

export function resourcesOf(stack: Stack): Record<string, Resource> {
  return Template.fromStack(stack).toJSON().Resources as Record<string, Resource>;
}

/** The only association in the stack. */
export function associationIn(stack: Stack): Resource {
  const [association, ...others] = Object.values(resourcesOf(stack)).filter(
    ({ Type }) => Type === ASSOCIATION_TYPE,
  );
  if (!association || others.length > 0) {
    throw new Error(
      `expected one association in the stack, there are ${association ? 1 + others.length : 0}`,
    );
  }
  return association;
}

/** The properties of the only association in the stack. */
export function propertiesIn(stack: Stack): Record<string, unknown> {
  return associationIn(stack).Properties;
}

/** The stack of the provider that an association in this stack uses by default. */
export function providerStackOf(stack: Stack): Stack {
  return Stack.of(HostedConnectionProvider.of(stack));
}

/** The logical ids and types of the resources of that stack. */
export function providerIn(stack: Stack): Record<string, string> {
  return typesIn(providerStackOf(stack));
}

/** The logical ids and types of all resources of a stack. */
export function typesIn(stack: Stack): Record<string, string> {
  const types = Object.entries(resourcesOf(stack)).map(([id, { Type }]) => [id, Type] as const);
  return Object.fromEntries(types);
}

export interface Warning {
  readonly path: string;
  readonly text: string;
}

/** The warnings and errors of all stacks of an app, in its stages too. */
export function messagesOf(scope: IConstruct): Warning[] {
  const { root } = scope.node;
  if (!App.isApp(root)) throw new Error('expected a construct in an app');
  const { stacksRecursively } = root.synth();
  return stacksRecursively.flatMap(({ messages }) =>
    messages.map(({ id, entry }) => ({ path: id, text: entry.data as string })),
  );
}
