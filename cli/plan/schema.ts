import * as v from 'valibot';
import { CUSTOMER, number, text } from '../schema-parts';
import { ACTIONS } from './actions';

const connection = v.object({
  stack: text('The name of the stack.'),
  logicalId: text('The logical id of the association in its stack.'),
  connectionId: v.optional(text('The hosted connection, `dxcon-…`; absent: only the deployment knows it.')),
  ...CUSTOMER,
  isOn: v.optional(text('The interconnect or LAG that it is on; absent: on none.')),
  willBeOn: v.optional(
    text('Where it is after the deployment; absent: on none, or only the deployment knows it.'),
  ),
  action: v.pipe(
    v.picklist(ACTIONS),
    v.description(
      '`move`: to the parent that is declared. `adopt`: it is there already. `put back`: its association is removed. ' +
        '`leave`: its association is removed, and it stays. `forget`: the same, because of `RETAIN`. `update`: its ' +
        'association changes, and it does not move. `untouched`: nothing is asked for. `fail`: the handler would ' +
        'refuse. `unknown`: it depends on what only the deployment knows.',
    ),
  ),
  interruptions: number('How often its traffic is interrupted.'),
  order: v.optional(number('Which one it is of those that something is asked for, from 1.')),
  startsAfterSeconds: v.optional(number('When it begins, as far as that can be estimated.')),
  knownAtDeployment: v.optional(
    text('What only the deployment knows, such as the id of a LAG of the stack.'),
  ),
  onRollback: v.optional(
    text(
      'Where it is after a rollback of its stack: at the end of the deployment, or where that would fail; absent: on none, ' +
        'nothing is asked for, or it does not come to that.',
    ),
  ),
  onDelete: v.optional(text('Where a delete of its association would put it, or leave it, after that.')),
});

const parent = v.object({
  parentId: text('The interconnect, `dxcon-…`, or the LAG, `dxlag-…`.'),
  name: v.optional(text('What Direct Connect calls it.')),
  location: v.optional(text('Its Direct Connect location.')),
});

const problem = v.object({
  stack: text('The name of the stack.'),
  logicalId: v.optional(text('The logical id of the resource that would fail; absent: the stack itself.')),
  connectionId: v.optional(text('The hosted connection.')),
  when: v.pipe(
    v.picklist(['deployment', 'rollback', 'delete']),
    v.description(
      'What would fail: the deployment, its rollback, or a later delete. The first two make the exit code 1.',
    ),
  ),
  isRace: v.pipe(
    v.boolean(),
    v.description('Whether it depends on which of two that go at the same time is first.'),
  ),
  text: text('What the handler would say.'),
});

/** What `hosted-connections plan --json` prints. */
export const planSchema = v.object({
  version: v.pipe(
    v.literal(1),
    v.description('Of this schema. A member may be added without another version.'),
  ),
  source: v.pipe(
    v.picklist(['account', 'inventory']),
    v.description('`inventory`: a file, so every stack counts as one that is not deployed yet.'),
  ),
  account: v.optional(text('The account that was looked at; absent: a file.')),
  region: text('The AWS Region.'),
  at: v.pipe(v.string(), v.isoTimestamp(), v.description('When it was looked at, in ISO 8601.')),
  stacks: v.array(
    v.object({
      name: text('The name of the stack.'),
      change: v.pipe(v.picklist(['create', 'update']), v.description('What CloudFormation does with it.')),
    }),
  ),
  parents: v.pipe(
    v.array(parent),
    v.description('The interconnects and LAGs that connections of the plan are on, before or after.'),
  ),
  connections: v.array(connection),
  problems: v.array(problem),
  notes: v.array(text('What was not looked at, and why.')),
  isClear: v.pipe(
    v.boolean(),
    v.description('Whether nothing stands in the way of the deployment and its rollback.'),
  ),
  estimate: v.object({
    seconds: number('How long the handler takes; what CloudFormation needs for itself comes on top.'),
    settleSeconds: number('How long a move is assumed to take.'),
    calls: number('The calls of Direct Connect that the handler makes.'),
    callsPerSecond: v.optional(number('How many of them go through in a second, if that was given.')),
  }),
});

export type Plan = v.InferOutput<typeof planSchema>;
export type PlannedConnection = Plan['connections'][number];
export type PlannedParent = Plan['parents'][number];
export type Problem = Plan['problems'][number];
