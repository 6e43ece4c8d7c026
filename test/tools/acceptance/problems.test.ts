import { problemsOf } from '../../../tools/acceptance/problems';
import type { Survey } from '../../../tools/acceptance/survey';

const CONNECTION = 'dxcon-fg9607vm';
const ORIGIN = 'dxcon-ffabc123';
const MEMBER = 'dxcon-ffmember';
const LAG = 'dxlag-fhccu14t';
const OTHER = 'dxlag-fgkq2m7x';
const GIVEN = { connection: CONNECTION, to: LAG, askPresentParent: false, yes: false };

const parent = (id: string, more: Partial<Survey['parents'][number]> = {}) => ({
  ...{ id, state: 'available', location: 'EqDC2', allowsHostedConnections: true, ...more },
});

const ON_ORIGIN = {
  parentId: ORIGIN,
  connection: {
    connectionId: CONNECTION,
    connectionState: 'available' as const,
    vlan: 101,
    location: 'EqDC2',
  },
};

const GOOD: Survey = {
  account: '111122223333',
  region: 'us-east-1',
  parents: [parent(ORIGIN), parent(MEMBER, { memberOf: LAG }), parent(LAG), parent(OTHER)],
  placements: [ON_ORIGIN],
  neighbours: { [LAG]: [{ connectionId: 'dxcon-fgother1', vlan: 102 }] },
  claims: [],
  remains: [],
};

test('nothing stands in the way of a good one', () => {
  expect(problemsOf(GOOD, GIVEN)).toEqual([]);
  expect(problemsOf(GOOD, { ...GIVEN, also: OTHER })).toEqual([]);
});

test.each([
  [
    'unknown',
    GIVEN,
    { placements: [] },
    `--connection is ${CONNECTION}: expected a hosted connection on one of the 4`,
  ],
  [
    'in the middle of a move',
    GIVEN,
    { placements: [ON_ORIGIN, { ...ON_ORIGIN, parentId: OTHER }] },
    `listed on ${ORIGIN} and on ${OTHER}`,
  ],
  [
    'pending',
    GIVEN,
    {
      placements: [
        { parentId: ORIGIN, connection: { ...ON_ORIGIN.connection, connectionState: 'pending' as const } },
      ],
    },
    `${CONNECTION} is pending`,
  ],
  [
    'no such parent',
    { ...GIVEN, to: 'dxlag-ffffffff' },
    {},
    '--to is dxlag-ffffffff: account 111122223333 has no such',
  ],
  [
    'the present parent',
    { ...GIVEN, to: ORIGIN },
    {},
    `--to is ${ORIGIN}, which ${CONNECTION} is on already`,
  ],
  [
    'a member of a LAG',
    { ...GIVEN, to: MEMBER },
    {},
    `--to is ${MEMBER}, which is a member of ${LAG}: name the LAG`,
  ],
  ['a second parent that is a member', { ...GIVEN, also: MEMBER }, {}, `--also is ${MEMBER}`],
  [
    'a parent that goes',
    GIVEN,
    { parents: [parent(LAG, { state: 'deleting' })] },
    `${LAG}, which is deleting`,
  ],
  [
    'a parent for others',
    GIVEN,
    { parents: [parent(LAG, { allowsHostedConnections: false })] },
    'allows no hosted connections',
  ],
  [
    'elsewhere',
    GIVEN,
    { parents: [parent(LAG, { location: 'EqSV5' })] },
    `${LAG} in EqSV5, and the connection is in EqDC2`,
  ],
  [
    'a VLAN in use',
    GIVEN,
    { neighbours: { [LAG]: [{ connectionId: 'dxcon-fgother1', vlan: 101 }] } },
    'where dxcon-fgother1 has vlan 101',
  ],
  [
    'a live claim',
    GIVEN,
    {
      claims: [
        {
          table: 'Own-claims',
          phase: 'settled',
          owner: {
            stackId: 'arn:aws:cloudformation:us-east-1:1:stack/Acme/5f2b',
            logicalResourceId: 'Assoc',
          },
        },
      ],
    },
    `${CONNECTION} is associated already, by Assoc of the stack Acme (a live claim in Own-claims)`,
  ],
  ['an earlier run', GIVEN, { remains: ['HostedConnectionTest'] }, 'the stack HostedConnectionTest is there'],
])('%s: refused', (_name, given, difference, text) => {
  const problems = problemsOf({ ...GOOD, ...difference }, given);
  expect(problems).toEqual([expect.stringContaining(text)]);
});

test('all problems are told at once', () => {
  const survey = { ...GOOD, placements: [], remains: ['HostedConnectionTest'] };
  expect(problemsOf(survey, { ...GIVEN, to: MEMBER })).toHaveLength(3);
});
