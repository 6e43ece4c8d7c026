import { Partner } from './partner';
import { association } from './partner-stack';

const INTERCONNECT = 'dxcon-11111111';
const LAG = 'dxlag-aaaaaaaa';
const IN_ORDER = 'dxcon-take0001';
const OUT_OF_ORDER = 'dxcon-take0002';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG],
  hosted: { [INTERCONNECT]: [IN_ORDER, OUT_OF_ORDER] },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

test('the new stack first, then the old one: the association has moved, and its connection has not', async () => {
  const old = partner.stack('OldInOrder');
  const anew = partner.stack('NewInOrder');
  await old.deploy(association('Acme', LAG, { connectionId: IN_ORDER }));

  const outputs = await anew.deploy(association('Acme', LAG, { connectionId: IN_ORDER, takeOver: true }));
  expect(outputs).toMatchObject({
    AcmeParentConnectionId: LAG,
    AcmeOriginalParentConnectionId: INTERCONNECT,
  });
  expect(await anew.claims()).toMatchObject([{ connectionId: IN_ORDER, foundOn: INTERCONNECT }]);
  expect(await old.claims()).toEqual([]);

  await old.destroy();
  expect(await old.status()).toBeUndefined();
  expect(partner.callsFor(IN_ORDER)).toEqual([LAG]);

  // From now on it has no effect, and may stay or go.
  await anew.deploy(association('Acme', LAG, { connectionId: IN_ORDER }));
  expect(partner.callsFor(IN_ORDER)).toEqual([LAG]);

  await anew.destroy();
  expect(partner.parentOf(IN_ORDER)).toBe(INTERCONNECT);
  expect(partner.callsFor(IN_ORDER)).toEqual([LAG, INTERCONNECT]);
});

test('the old stack first: the connection goes home and comes back, and nothing else is lost', async () => {
  const old = partner.stack('OldFirst');
  const anew = partner.stack('NewSecond');
  await old.deploy(association('Acme', LAG, { connectionId: OUT_OF_ORDER }));
  await old.destroy();
  expect(partner.parentOf(OUT_OF_ORDER)).toBe(INTERCONNECT);

  const outputs = await anew.deploy(association('Acme', LAG, { connectionId: OUT_OF_ORDER, takeOver: true }));
  expect(outputs).toMatchObject({
    AcmeParentConnectionId: LAG,
    AcmeOriginalParentConnectionId: INTERCONNECT,
  });
  expect(partner.interruptionsOf(OUT_OF_ORDER)).toBe(3);

  await anew.destroy();
  expect(partner.parentOf(OUT_OF_ORDER)).toBe(INTERCONNECT);
});
