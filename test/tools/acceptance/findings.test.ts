import { findingsOf } from '../../../tools/acceptance/findings';
import type { Evidence, Finding } from '../../../tools/acceptance/findings/finding';
import { formOfPhysicalId } from '../../../tools/acceptance/findings/stack';
import type { SeenEvent } from '../../../tools/acceptance/observer';
import type { StepName } from '../../../tools/acceptance/plan';
import type { Recording } from '../../../tools/acceptance/recorder/recording';
import type { StepResult } from '../../../tools/acceptance/steps';

const ORIGIN = 'dxcon-ffabc123';
const TARGET = 'dxlag-fhccu14t';
const BEGIN = Date.parse('2026-11-26T02:00:00Z');

const LABELS = new Map([
  ['Association1A', 'Association'],
  ['Leaving2B', 'Leaving'],
  ['SiblingThatWaits3C', 'SiblingThatWaits'],
]);

const NOTHING: Evidence = {
  handMoves: [],
  steps: [],
  recordings: [],
  labels: LABELS,
  emulated: { directConnect: false, cloudFormation: false },
};

function step(
  name: StepName,
  observations: Partial<StepResult['observations']>,
  more: Partial<StepResult> = {},
): StepResult {
  return {
    ...{ name, text: name, startedAt: new Date(BEGIN).toISOString(), seconds: 60, exitCode: 0 },
    ...{ expectedOn: ORIGIN, endedOn: ORIGIN, isAsExpected: true },
    observations: { listings: [], resources: {}, phases: [], events: [], errors: {}, ...observations },
    ...more,
  };
}

function event(logicalId: string, status: string, more: Partial<SeenEvent> = {}): SeenEvent {
  return { at: '', logicalId, physicalId: '', status, ...more };
}

function recording(more: Partial<Recording>): Recording {
  return {
    ...{ label: 'Witness', type: 'Update', at: BEGIN + 1_000, requestId: 'r1', logicalId: 'Witness4D' },
    ...{ physicalId: '', revision: '1', invocationId: 'i1', answered: 'SUCCESS', answeredAfterMs: 5 },
    answerStatus: 200,
    url: signed(BEGIN),
    ...more,
  };
}

function signed(signedAt: number): Recording['url'] {
  const parameters = ['X-Amz-Date', 'X-Amz-Expires', 'X-Amz-Signature'];
  return {
    signature: 'SigV4',
    host: 's3.amazonaws.com',
    parameters,
    expiresSeconds: 7200,
    signedAt,
    path: [],
  };
}

function handMove(states: Evidence['handMoves'][number]['shown'], answer: object = {}) {
  const answered = { connectionState: 'pending', namesLag: true, ...answer };
  return {
    from: ORIGIN,
    to: TARGET,
    answer: answered,
    answeredAfterMs: 40,
    refusals: [],
    listings: [],
    shown: states,
  };
}

const SHOWN = {
  firstListedAfterMs: 900,
  settledAfterMs: 4_000,
  onBoth: false,
  onNoneForMs: 300,
  states: ['available'],
};

function find(id: string, evidence: Partial<Evidence>): Finding {
  const found = findingsOf({ ...NOTHING, ...evidence }).find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no finding ${id}`);
  return found;
}

test('a run that saw nothing claims nothing', () => {
  const findings = findingsOf(NOTHING);
  expect(findings.length).toBeGreaterThanOrEqual(18);
  expect(findings.filter(({ seen }) => !seen.startsWith('not seen here: '))).toEqual([]);
  expect(findings.filter(({ agrees }) => agrees !== undefined)).toEqual([]);
});

test.each([
  ['list-lag', SHOWN, true],
  ['list-lag', { ...SHOWN, firstListedAfterMs: 181_000 }, false],
  ['list-lag', { ...SHOWN, firstListedAfterMs: undefined }, false],
  ['both-or-neither', SHOWN, true],
  ['both-or-neither', { ...SHOWN, onNoneForMs: 181_000 }, false],
  ['connection-state', SHOWN, true],
  ['connection-state', { ...SHOWN, states: ['available', 'pending'] }, false],
])('%s: %j agrees: %s', (id, shown, agrees) => {
  expect(find(id, { handMoves: [handMove(shown)] }).agrees).toBe(agrees);
});

test('an emulator of Direct Connect says nothing about AWS', () => {
  const emulated = { directConnect: true, cloudFormation: false };
  const finding = find('list-lag', { handMoves: [handMove(SHOWN)], emulated });
  expect(finding).toMatchObject({
    seen: 'not seen here: an emulator stands in for Direct Connect. it says: 900 ms',
    agrees: undefined,
  });
});

test('a connection that is in transition longer than its list says', () => {
  expect(find('in-transition', { handMoves: [handMove(SHOWN)] }).seen).toBe('no');
  const busy = { ...handMove(SHOWN), refusals: ['it is in a transitioning state.'] };
  expect(find('in-transition', { handMoves: [busy] }).seen).toBe(
    'yes, 1 times: it is in a transitioning state.',
  );
});

test('the form of the ResponseURL', () => {
  expect(find('response-url', { recordings: [recording({})] })).toMatchObject({
    seen: 'SigV4 (X-Amz-Date, X-Amz-Expires, X-Amz-Signature, X-Amz-Expires 7200)',
    agrees: true,
  });
  const short = recording({ url: { ...signed(BEGIN), expiresSeconds: 3600 } });
  expect(find('response-url', { recordings: [short] }).agrees).toBe(false);
  const sigV2 = {
    signature: 'SigV2' as const,
    host: '',
    parameters: ['Expires'],
    expiresAt: BEGIN + 7_201_000,
    path: [],
  };
  expect(find('response-url', { recordings: [recording({ url: sigV2 })] }).agrees).toBe(true);
});

test('a request that is signed before an older one of the same resource', () => {
  const older = recording({ url: signed(BEGIN + 2_000) });
  const newer = recording({ url: signed(BEGIN + 1_000), at: BEGIN + 3_000, requestId: 'r2' });
  expect(find('signing-order', { recordings: [older, newer] }).agrees).toBe(false);
  const ofAnother = { ...newer, logicalId: 'Leaving2B' };
  expect(find('signing-order', { recordings: [older, ofAnother] }).agrees).toBe(true);
});

test('a rollback with the RequestId of what it rolls back', () => {
  const update = recording({ revision: '4' });
  const rollback = recording({ revision: '3', at: BEGIN + 2_000 });
  expect(find('request-ids', { recordings: [update, rollback] }).seen).toBe(
    'yes: Update of Witness (revision 4) and Update of Witness (revision 3)',
  );
  expect(find('delivered-once', { recordings: [update, rollback] }).seen).toBe('yes, all 2');
  expect(find('delivered-once', { recordings: [update, update] }).seen).toBe('1 of 2 came again');
});

test.each([
  ['guard-create', 'create', ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'], true],
  ['guard-update', 'update', ['CREATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'], true],
  ['guard-update', 'update', ['CREATE_IN_PROGRESS', 'UPDATE_COMPLETE'], false],
  ['guard-rollback', 'failed update', ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE', 'UPDATE_IN_PROGRESS'], true],
  ['guard-clean-up', 'clean-up', ['UPDATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'DELETE_COMPLETE'], false],
  ['guard-delete', 'destroy', ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'], true],
] as const)('%s: %s, %j agrees: %s', (id, name, statuses, agrees) => {
  const states = statuses.map((status, index) => ({ status, physicalId: 'p', afterMs: index }));
  const steps = [step(name, { resources: { Association1A: states } })];
  expect(find(id, { steps })).toMatchObject({ seen: statuses.join(' → '), agrees });
});

test('a resource that is never in progress was not seen', () => {
  const resources = { Association1A: [{ status: 'does not exist', physicalId: '', afterMs: 0 }] };
  const finding = find('guard-create', { steps: [step('create', { resources })] });
  expect(finding.seen).toBe(
    'not seen here: it never said that the association is in progress, only does not exist',
  );
});

test('the tries of a clean-up, of that step alone', () => {
  const tried = recording({ label: 'Leaving', type: 'Delete', answered: 'FAILED' });
  const later = { ...tried, at: BEGIN + 90_000 };
  const steps = [step('clean-up', {})];
  expect(find('clean-up-tries', { steps, recordings: [tried, tried, tried, later] })).toMatchObject({
    seen: '3 times',
    agrees: true,
  });
  expect(find('clean-up-tries', { steps, recordings: [tried] })).toMatchObject({
    seen: 'once',
    agrees: false,
  });
});

describe('a cancelled create', () => {
  const cancelled = [
    event('Association1A', 'CREATE_IN_PROGRESS'),
    event('Association1A', 'CREATE_FAILED', { reason: 'Resource creation cancelled' }),
    event('Association1A', 'DELETE_IN_PROGRESS', {
      physicalId: 'HostedConnectionTest-Association1A-1ABCDEF2GHIJ',
    }),
  ];

  test('is back, or is not', () => {
    const steps = [step('cancelled create', { events: cancelled })];
    expect(find('cancelled-create', { steps })).toMatchObject({ agrees: true });
    const lost = [step('cancelled create', { events: cancelled }, { endedOn: TARGET })];
    expect(find('cancelled-create', { steps: lost })).toMatchObject({ agrees: false });
  });

  test('has ended before: not seen', () => {
    const steps = [step('cancelled create', { events: [event('Association1A', 'CREATE_COMPLETE')] })];
    expect(find('cancelled-create', { steps }).seen).toBe(
      'not seen here: the create of the association had ended before the failure of its sibling arrived',
    );
    expect(find('made-up-id', { steps }).seen).toMatch(/^not seen here: /);
  });

  test('is deleted by an id that is made up, before it has answered', () => {
    const waits = { label: 'SiblingThatWaits', logicalId: 'SiblingThatWaits3C' };
    const recordings = [
      recording({ ...waits, type: 'Create', at: BEGIN, answeredAfterMs: 20_000 }),
      recording({ ...waits, type: 'Delete', at: BEGIN + 5_000 }),
    ];
    const finding = find('made-up-id', {
      steps: [step('cancelled create', { events: cancelled })],
      recordings,
    });
    expect(finding.seen).toBe(
      'Association: made up, <stack name>-<logical id>-<12 characters>; deleted before the create had answered',
    );
  });
});

test('a physical id that a handler has given is no form', () => {
  expect(formOfPhysicalId('dxcon-fg9607vm/dxcon-ffabc123', 'Association1A')).toBe(
    'dxcon-fg9607vm/dxcon-ffabc123',
  );
});

test('a retry that sends something to what has succeeded', () => {
  expect(find('retry', { steps: [step('retry', {})] }).agrees).toBe(true);
  const events = [event('Association1A', 'UPDATE_IN_PROGRESS')];
  expect(find('retry', { steps: [step('retry', { events })] }).agrees).toBe(false);
});
