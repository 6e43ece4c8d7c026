import { CfnParameter, Stack } from 'aws-cdk-lib';
import { CfnLag } from 'aws-cdk-lib/aws-directconnect';
import { aws_directconnect as directconnect } from 'aws-cdk-lib/interfaces';
import { HostedConnectionParent } from '../../lib';
import { associate, INTERCONNECT_ID, LAG_ID, newStack, propertiesIn } from './stacks';

/** A LAG that is known by its ARN only. */
class ImportedLag extends CfnLag {
  public constructor(
    stack: Stack,
    private readonly arn: string,
  ) {
    super(stack, 'Lag', { connectionsBandwidth: '10Gbps', lagName: 'imported', location: 'EqDC2' });
  }

  public override get lagRef(): directconnect.LagReference {
    return { lagArn: this.arn };
  }
}

test('a LAG by its id', () => {
  expect(HostedConnectionParent.fromLagId(LAG_ID).parentConnectionId).toBe(LAG_ID);
});

test('an interconnect by its id', () => {
  expect(HostedConnectionParent.fromInterconnectId(INTERCONNECT_ID).parentConnectionId).toBe(INTERCONNECT_ID);
});

test('a LAG of the same stack: the id is cut out of its ARN at deployment', () => {
  const stack = newStack();
  const lag = new CfnLag(stack, 'Lag', { connectionsBandwidth: '10Gbps', lagName: 'lag', location: 'EqDC2' });
  associate(stack, 'Acme', { parent: HostedConnectionParent.fromLag(lag) });
  const resource = { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'Lag' }] }] };
  expect(propertiesIn(stack).parentConnectionId).toEqual({
    'Fn::Select': [1, { 'Fn::Split': ['/', resource] }],
  });
});

test('a LAG whose ARN is known: the id is cut out of it at synthesis', () => {
  const lag = new ImportedLag(newStack(), `arn:aws:directconnect:us-east-1:111122223333:dxlag/${LAG_ID}`);
  expect(HostedConnectionParent.fromLag(lag).parentConnectionId).toBe(LAG_ID);
});

test('ids that are known at deployment only', () => {
  const parameter = new CfnParameter(newStack(), 'Parent');
  const id = parameter.valueAsString;
  expect(HostedConnectionParent.fromLagId(id).parentConnectionId).toBe(id);
  expect(HostedConnectionParent.fromInterconnectId(id).parentConnectionId).toBe(id);
});

test.each([
  '',
  'lag-fhccu14t',
  'dxlag-',
  'dxlag-fhccu14',
  'dxlag-FHCCU14T',
  'dxlag-fhccu14t ',
  INTERCONNECT_ID,
])('not the id of a LAG: %p', (id) => {
  expect(() => HostedConnectionParent.fromLagId(id)).toThrow(
    `lagId is '${id}', expected 'dxlag-' and 8 to 17 lowercase letters and digits: pass a LAG's id, or use ` +
      'fromInterconnectId() for an interconnect',
  );
});

test.each(['', 'dxcon-', 'dxcon-ffabc12', 'dxcon-ffabc123ffabc123ff', LAG_ID])(
  'not the id of an interconnect: %p',
  (id) => {
    expect(() => HostedConnectionParent.fromInterconnectId(id)).toThrow(
      `interconnectId is '${id}', expected 'dxcon-' and 8 to 17 lowercase letters and digits: pass an interconnect's ` +
        'id, or use fromLagId() for a LAG',
    );
  },
);

test.each([
  ['dxcon/dxcon-ffabc123', 'dxcon-ffabc123'],
  ['dxlag', ''],
])('not the ARN of a LAG: %p', (resource, id) => {
  const arn = `arn:aws:directconnect:us-east-1:111122223333:${resource}`;
  expect(() => HostedConnectionParent.fromLag(new ImportedLag(newStack(), arn))).toThrow(
    `the id in the lag's ARN '${arn}' is '${id}', expected 'dxlag-' and 8 to 17 lowercase letters and digits: ` +
      'pass a lag whose ARN ends with dxlag/<id>',
  );
});
