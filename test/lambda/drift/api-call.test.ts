import { movedConnection } from '../../../lambda/drift/api-call';

const detail = {
  eventSource: 'directconnect.amazonaws.com',
  eventName: 'AssociateHostedConnection',
  requestParameters: { connectionId: 'dxcon-fg9607vm', parentConnectionId: 'dxlag-fhccu14t' },
};

test('a call of the API names its connection', () => {
  expect(movedConnection({ detail })).toEqual({ kind: 'moved', connectionId: 'dxcon-fg9607vm' });
});

test.each([
  ['that was refused', { ...detail, errorCode: 'DirectConnectClientException' }],
  ['without parameters', { ...detail, requestParameters: null }],
])('a call %s moves nothing', (_, given) => {
  expect(movedConnection({ detail: given })).toEqual({ kind: 'refused' });
});

test.each([[{ detail: {} }], [{ 'detail-type': 'Scheduled Event' }], [undefined], [null], ['text']])(
  'an event of another kind is none: %p',
  (event) => {
    expect(movedConnection(event)).toEqual({ kind: 'none' });
  },
);
