import { IConstruct } from 'constructs';
import { HostedConnectionProviderProps } from '../hosted-connection-provider';
import { misuse } from './errors';
import { Expectation, hasMember, validateObject, validateOptional } from './given';

/** What each setting must be, for those whose language does not check it. */
const EXPECTED: Record<keyof HostedConnectionProviderProps, Expectation> = {
  vpc: { isRight: (value) => hasMember(value, 'vpcId'), expected: 'a VPC of the CDK: pass an ec2.IVpc' },
  vpcSubnets: {
    isRight: (value) => typeof value === 'object',
    expected: "subnets, such as { subnetGroupName: 'private' }: pass an ec2.SubnetSelection",
  },
  securityGroups: {
    isRight: Array.isArray,
    expected: 'a list of security groups: pass ec2.ISecurityGroup objects',
  },
  encryptionKey: {
    isRight: (value) => hasMember(value, 'keyArn'),
    expected: 'a key of the CDK: pass a kms.IKey',
  },
  logRetention: {
    isRight: (value) => typeof value === 'number',
    expected: 'a member of logs.RetentionDays: pass, for example, RetentionDays.ONE_YEAR',
  },
  architecture: {
    isRight: (value) => hasMember(value, 'dockerPlatform'),
    expected: 'an architecture: pass lambda.Architecture.ARM_64 or lambda.Architecture.X86_64',
  },
};

/** Throws unless a provider can have these settings. */
export function validateSettings(
  provider: IConstruct,
  props: HostedConnectionProviderProps | undefined,
): void {
  if (props === undefined) return;
  validateObject(props, 'pass settings, or nothing', provider);
  for (const [name, expectation] of Object.entries(EXPECTED)) {
    validateOptional(name, props[name as keyof HostedConnectionProviderProps], expectation, provider);
  }
  validateVpc(provider, props);
}

function validateVpc(provider: IConstruct, props: HostedConnectionProviderProps): void {
  const { vpc, vpcSubnets, securityGroups } = props;
  const given = vpcSubnets ? 'vpcSubnets' : securityGroups ? 'securityGroups' : undefined;
  if (vpc || given === undefined) return;
  throw misuse(
    `${given} of '${provider.node.path}' is given without vpc, expected both or neither: pass the VPC as vpc`,
    provider,
  );
}
