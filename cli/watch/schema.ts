import * as v from 'valibot';
import { number, text } from '../schema-parts';
import { statusSchema } from '../status/schema';
import { STEPS } from './steps';

const common = {
  version: v.pipe(
    v.literal(1),
    v.description('Of this schema. A member, or a kind of line, may be added without another version.'),
  ),
  at: v.pipe(v.string(), v.isoTimestamp(), v.description('When it was seen, in ISO 8601.')),
};

const kind = <Name extends string>(name: Name, description: string) =>
  v.pipe(v.literal(name), v.description(description));

const stackLine = v.object({
  ...common,
  kind: kind('stack', 'CloudFormation says something else of a stack.'),
  stack: text('The name of the stack.'),
  stackId: text('The id of the stack.'),
  status: text('Its status, as CloudFormation says it.'),
  reason: v.optional(text('Why, as far as CloudFormation says it.')),
});

const connectionLine = v.object({
  ...common,
  kind: kind('connection', 'The deployment has come further with a connection.'),
  stack: text('The name of the stack of its association.'),
  logicalId: text('The logical id of the association in its stack.'),
  connectionId: v.optional(text('The hosted connection, `dxcon-…`; absent: not known yet.')),
  connectionName: v.optional(
    text('What Direct Connect calls it, if that was asked for before the deployment.'),
  ),
  step: v.pipe(
    v.picklist(STEPS),
    v.description(
      '`to come`: nothing has happened yet. `begun`: it is looked at, and not interrupted. `moving`: its traffic is ' +
        'interrupted. `moved`: it is on its parent. `in place`: the same, and it did not have to be moved. ' +
        '`going home`: its traffic is interrupted, and it is put back. `home`: it is back. `left`: its association ' +
        'has gone, and it stays where it is.',
    ),
  ),
  from: v.optional(text('The interconnect or LAG that it comes from, as far as that was seen.')),
  to: v.optional(text('The interconnect or LAG that it goes to, or has come to; absent: not known.')),
  interruptedSince: v.optional(
    v.pipe(v.string(), v.isoTimestamp(), v.description('Since when its traffic is interrupted.')),
  ),
  interruptionSeconds: v.optional(number('How long its traffic was interrupted.')),
  reason: v.optional(text('What it waits for.')),
});

const failureLine = v.object({
  ...common,
  kind: kind('failure', 'A resource has failed: an association, or any other.'),
  stack: text('The name of the stack.'),
  logicalId: text('The logical id of the resource.'),
  resourceType: text('Its type.'),
  connectionId: v.optional(text('The hosted connection, if it is an association.')),
  reason: text('Why, as far as CloudFormation says it.'),
});

const progressLine = v.object({
  ...common,
  kind: kind('progress', 'The counts of connections have changed.'),
  done: number('How many are where this deployment, or its rollback, puts them.'),
  total: v.optional(number('Of how many; absent: not known.')),
  isBack: v.pipe(v.boolean(), v.description('Whether connections are being put back.')),
  interrupted: number('How many are interrupted.'),
  failed: number('How many have failed.'),
  secondsLeft: v.optional(number('How long it still takes, if it goes on as until now.')),
});

const endLine = v.object({
  ...common,
  kind: kind('end', 'The last line: where everything is.'),
  outcome: v.pipe(
    v.picklist(['complete', 'failed', 'stopped']),
    v.description(
      '`complete`: every deployment that was followed has succeeded. `failed`: one has not, or was rolled back. ' +
        '`stopped`: the watching has ended before the deployment, or there was none.',
    ),
  ),
  status: v.pipe(statusSchema, v.description('As `hosted-connections status --json` prints it.')),
});

/** A line that `hosted-connections watch --json` prints. */
export const watchSchema = v.variant('kind', [stackLine, connectionLine, failureLine, progressLine, endLine]);

export type WatchLine = v.InferOutput<typeof watchSchema>;
export type StackLine = v.InferOutput<typeof stackLine>;
export type ConnectionLine = v.InferOutput<typeof connectionLine>;
export type Outcome = v.InferOutput<typeof endLine>['outcome'];
