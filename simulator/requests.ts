import { textUnknown } from './errors';
import { isAbsent } from './json-readers';

/** The operations that are simulated, with their requests. */
export interface Requests {
  readonly AssociateHostedConnection: { readonly connectionId: string; readonly parentConnectionId: string };
  readonly DescribeHostedConnections: PageRequest & { readonly connectionId: string };
  readonly DescribeInterconnects: PageRequest & { readonly interconnectId?: string };
  readonly DescribeLags: PageRequest & { readonly lagId?: string };
}

export interface PageRequest {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

export type Operation = keyof Requests;

interface Member {
  readonly type: 'string' | 'number';
  readonly required?: boolean;
}

export const PAGE_SIZE = 100;

const TEXT: Member = { type: 'string' };
const REQUIRED_TEXT: Member = { type: 'string', required: true };
const PAGE = { maxResults: { type: 'number' }, nextToken: TEXT } satisfies Record<keyof PageRequest, Member>;

const MEMBERS: { readonly [O in Operation]: Readonly<Record<keyof Requests[O], Member>> } = {
  AssociateHostedConnection: { connectionId: REQUIRED_TEXT, parentConnectionId: REQUIRED_TEXT },
  DescribeHostedConnections: { connectionId: REQUIRED_TEXT, ...PAGE },
  DescribeInterconnects: { interconnectId: TEXT, ...PAGE },
  DescribeLags: { lagId: TEXT, ...PAGE },
};

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(MEMBERS, name);
}

/** Checks a request strictly, and throws what the service would answer to a wrong one. */
export function checkRequest<O extends Operation>(operation: O, input: Record<string, unknown>): Requests[O] {
  const members = new Map<string, Member>(Object.entries(MEMBERS[operation]));
  for (const name of Object.keys(input)) {
    if (!members.has(name)) throw textUnknown.memberUnknown(name);
  }
  const present = [...members].filter(([name, member]) => checkMember(name, member, input[name]));
  return Object.fromEntries(present.map(([name]) => [name, input[name]])) as unknown as Requests[O];
}

/** Whether the member is there. */
function checkMember(name: string, { type, required }: Member, value: unknown): boolean {
  if (isAbsent(value)) {
    if (required) throw textUnknown.memberMissing(name);
    return false;
  }
  if (typeof value !== type) throw textUnknown.malformed(`'${name}' is not a ${type}`);
  if (typeof value === 'number') checkPageSize(name, value);
  return true;
}

/**
 * The documentation says that of more than 100 asked for, 100 are returned. Refused here: whoever asks for
 * more has not understood the limit.
 */
function checkPageSize(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > PAGE_SIZE) {
    throw textUnknown.memberOutOfRange(name, value, `a whole number from 1 to ${PAGE_SIZE}`);
  }
}
