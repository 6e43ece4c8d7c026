import * as v from 'valibot';
import { CUSTOMER, text } from '../schema-parts';
import { STATES } from './states';

const connection = v.object({
  connectionId: text('The hosted connection, `dxcon-…`.'),
  state: v.pipe(
    v.picklist(STATES),
    v.description(
      '`as declared`: it is where its association has put it. `moving`: an operation is under way. `moved by hand`: ' +
        'somebody else has moved it. `gone`: it is deleted, or on no parent of the account. `failed`: the last ' +
        'operation has failed. `no stack`: its association does not exist any more. `no claim`: an association that ' +
        'nothing is remembered of. `no association`: a deployment that was watched has left it without one. `unreadable`: the claim has a field that is malformed, or a newer format.',
    ),
  ),
  ...CUSTOMER,
  connectionState: v.optional(text('What Direct Connect says of it: `available`, `pending`, `down`, ….')),
  stack: v.optional(text('The name of the stack of its association.')),
  stackId: v.optional(text('The id of the stack.')),
  logicalId: v.optional(text('The logical id of the association in its stack.')),
  resourceStatus: v.optional(text('What CloudFormation says of the association; absent: it does not exist.')),
  phase: v.optional(text('The phase of the claim.')),
  declaredOn: v.optional(text('The interconnect or LAG that the association has put it on.')),
  isOn: v.optional(text('The interconnect or LAG that it is on; absent: on none.')),
  home: v.optional(text('Where a delete of the association puts it; absent where it is not known.')),
  isRetained: v.optional(
    v.pipe(v.boolean(), v.description('Whether a delete leaves it where it is; absent: not known.')),
  ),
  reason: v.optional(text('Why it is in this state, as far as somebody has said.')),
  advice: v.optional(text('What to do.')),
});

/** What `hosted-connections status --json` prints. */
export const statusSchema = v.object({
  version: v.pipe(
    v.literal(1),
    v.description('Of this schema. A member may be added without another version.'),
  ),
  region: text('The AWS Region that was looked at.'),
  table: text('The table of claims that was read.'),
  at: v.pipe(v.string(), v.isoTimestamp(), v.description('When it was looked at, in ISO 8601.')),
  hasDrifted: v.pipe(
    v.boolean(),
    v.description('Whether a connection is neither `as declared` nor `moving`. The exit code is then 1.'),
  ),
  connections: v.array(connection),
});

export type Status = v.InferOutput<typeof statusSchema>;
export type ConnectionStatus = Status['connections'][number];
