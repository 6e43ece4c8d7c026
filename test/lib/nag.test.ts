import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { HostedConnectionAssociation, HostedConnectionParent } from '../../lib';

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'nag-'));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

function checkedApp(): App {
  const app = new App({ outdir });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Partner');
  new HostedConnectionAssociation(stack, 'Acme', {
    connectionId: 'dxcon-fg9607vm',
    parent: HostedConnectionParent.fromLagId('dxlag-fhccu14t'),
  });
  return app;
}

const LOGGING = 'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const DIRECT_CONNECT = 'Resource::arn:<AWS::Partition>:directconnect:<AWS::Region>:*';

interface Acknowledgement {
  readonly path: string;
  readonly rule: string;
  readonly about?: RegExp;
  readonly reason: string;
}

/** The only findings there may be, and why they are as they are: the rule, what it is about, and where. */
const ACKNOWLEDGED: readonly Acknowledgement[] = [
  {
    path: '',
    rule: 'AwsSolutions-IAM4',
    about: literally(LOGGING),
    reason:
      'the framework gives its functions the managed policy for logging; ours have it because a policy for one log group, whose name is made of the function’s, would depend on the function that it is for',
  },
  {
    path: 'Framework',
    rule: 'AwsSolutions-IAM5',
    about: /^Resource::<Provider\w+\.Arn>:\*$/,
    reason: 'the framework grants the invocation of every version of a function',
  },
  {
    path: 'Framework',
    rule: 'AwsSolutions-SF1',
    reason: 'the framework does not log its waiter: its input has the ResponseURL',
  },
  { path: 'Framework', rule: 'AwsSolutions-SF2', reason: 'the framework has no property for tracing' },
  {
    path: 'IsComplete',
    rule: 'AwsSolutions-IAM5',
    about: literally(`${DIRECT_CONNECT}:dxcon/*`),
    reason: 'a hosted connection belongs to a customer, whose account stands in its ARN',
  },
  {
    path: 'IsComplete',
    rule: 'AwsSolutions-IAM5',
    about: literally(`${DIRECT_CONNECT}:dxlag/*`),
    reason: 'an association that leaves the template is deleted after the policy has changed',
  },
  {
    path: 'IsComplete',
    rule: 'AwsSolutions-IAM5',
    about: literally('Resource::arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stack/*'),
    reason:
      'the associations are in other stacks than the provider, and so are the other owners of connections',
  },
  {
    path: 'IsComplete',
    rule: 'AwsSolutions-IAM5',
    about: literally('Resource::*'),
    reason: 'the lists of interconnects, LAGs and hosted connections have no resource to name',
  },
];

function literally(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}

interface Finding {
  readonly path: string;
  readonly rule: string;
  readonly about: string;
}

/** The findings of the pack: its rule, what it is about, and the path below the provider. */
function findings(app: App): Finding[] {
  try {
    app.synth();
    return [];
  } catch (error) {
    const text = String(error);
    const found = text.matchAll(
      /HostedConnectionProvider\/Provider\/(\S+) [^\n]*\n\s*Acknowledge with 'AwsSolutions::(AwsSolutions-\w+)(?:\[(.*)\])?'/g,
    );
    return [...found].map(([, path = '', rule = '', about = '']) => ({ path, rule, about }));
  }
}

function isAbout(known: Acknowledgement, { path, rule, about }: Finding): boolean {
  return path.startsWith(known.path) && rule === known.rule && (known.about?.test(about) ?? about === '');
}

/** The findings that nothing acknowledges, and the acknowledgements that no finding needs any more. */
function compare(found: readonly Finding[], acknowledged: readonly Acknowledgement[]) {
  return {
    unknown: found.filter((finding) => !acknowledged.some((known) => isAbout(known, finding))),
    stale: acknowledged.filter((known) => !found.some((finding) => isAbout(known, finding))),
  };
}

test('the AwsSolutions pack finds what is acknowledged, with its reason, and nothing else', () => {
  const found = findings(checkedApp());
  expect(found.length).toBeGreaterThan(0);
  expect(compare(found, ACKNOWLEDGED)).toEqual({ unknown: [], stale: [] });
});

test('an acknowledgement that is not needed any more is noticed, and so is a finding that is new', () => {
  const [first] = ACKNOWLEDGED;
  const stale = {
    path: 'Claims',
    rule: 'AwsSolutions-DDB3',
    reason: 'the table has point-in-time recovery now',
  };
  const found = { path: 'OnEvent/Function', rule: 'AwsSolutions-L1', about: '' };
  expect(compare([found], [stale])).toEqual({ unknown: [found], stale: [stale] });
  expect(compare([], first ? [first] : [])).toEqual({ unknown: [], stale: [first] });
});

test('every finding is read: there are as many as the pack says', () => {
  const app = checkedApp();
  let report = '';
  try {
    app.synth();
  } catch (error) {
    report = String(error);
  }
  expect(findings(checkedApp()).length).toBe(report.match(/^\s*ERROR /gm)?.length);
});
