import { CfnParameter, Stack } from 'aws-cdk-lib';
import { aws_directconnect as directconnect } from 'aws-cdk-lib/interfaces';
import { CfnParameter as CfnSsmParameter } from 'aws-cdk-lib/aws-ssm';
import { HostedConnectionAssociation, HostedConnectionParent } from '../../lib';
import { Partner } from './partner';

const INTERCONNECT = 'dxcon-11111111';
const LAG = 'dxlag-aaaaaaaa';
const ON_REFERENCED_LAG = 'dxcon-toke0001';
const GIVEN_AT_DEPLOYMENT = 'dxcon-toke0002';

const partner = new Partner({
  interconnects: [INTERCONNECT],
  lags: [LAG],
  hosted: { [INTERCONNECT]: [ON_REFERENCED_LAG, GIVEN_AT_DEPLOYMENT] },
});

beforeAll(() => partner.start());
afterAll(() => partner.stop());

/**
 * What a `CfnLag` is to its association: a resource of the stack whose ARN is known once it has been created. MiniStack has
 * no AWS::DirectConnect::Lag, so a resource that it does have carries the ARN as its attribute.
 */
class LagOfTheStack extends CfnSsmParameter implements directconnect.ILagRef {
  public constructor(stack: Stack, id: string, lagId: string) {
    const lagArn = stack.formatArn({ service: 'directconnect', resource: 'dxlag', resourceName: lagId });
    super(stack, id, { type: 'String', value: lagArn });
  }

  public get lagRef(): directconnect.LagReference {
    return { lagArn: this.attrValue };
  }
}

test('a LAG by reference: its id is cut out of the ARN that the deployment makes', async () => {
  const stack = partner.stack('LagReference');
  const outputs = await stack.deploy((scope) => {
    const parent = HostedConnectionParent.fromLag(new LagOfTheStack(scope, 'Lag', LAG));
    new HostedConnectionAssociation(scope, 'Acme', { connectionId: ON_REFERENCED_LAG, parent });
  });
  expect(outputs).toMatchObject({
    AcmeParentConnectionId: LAG,
    AcmeOriginalParentConnectionId: INTERCONNECT,
  });
  expect(partner.parentOf(ON_REFERENCED_LAG)).toBe(LAG);
  expect(partner.callsFor(ON_REFERENCED_LAG)).toEqual([LAG]);
});

test('a connection id that is given at deployment: the connection is moved, and put back by a destroy', async () => {
  const stack = partner.stack('ConnectionToken');
  const outputs = await stack.deploy((scope) => {
    const parameter = new CfnParameter(scope, 'ConnectionId', { default: GIVEN_AT_DEPLOYMENT });
    const parent = HostedConnectionParent.fromLagId(LAG);
    new HostedConnectionAssociation(scope, 'Acme', { connectionId: parameter.valueAsString, parent });
  });
  expect(outputs).toMatchObject({ AcmeConnectionId: GIVEN_AT_DEPLOYMENT, AcmeParentConnectionId: LAG });
  expect(Object.values(await stack.associations())).toEqual([`${GIVEN_AT_DEPLOYMENT}/${INTERCONNECT}`]);
  expect(partner.parentOf(GIVEN_AT_DEPLOYMENT)).toBe(LAG);

  await stack.destroy();
  expect(partner.parentOf(GIVEN_AT_DEPLOYMENT)).toBe(INTERCONNECT);
  expect(partner.callsFor(GIVEN_AT_DEPLOYMENT)).toEqual([LAG, INTERCONNECT]);
});
