import { RoundTrips, measureRoundTrips } from '../../lambda/round-trips';
import { isCheckOnly, writeReport } from '../report';

/** How many times the floor an event may take. */
const AIM = 1.5;

const INTRODUCTION = `# Round trips

Made by \`npm run model -- round-trips\`; do not edit. Calls of AWS that the handler makes for an event, and how many of them
it makes one after the other, because the later one needs the answer of the earlier. Beside it the floor: the fewest that any
correct implementation needs. The aim is at most ${AIM} times the floor. One event of \`AwsCustomResource\` is one round trip, the
call. It does none of the other steps.
`;

const STEPS = `What the steps are, and why there is no way without them:

- **look**: the claim, whether CloudFormation still waits, and the lists of the parents that the event names, all at the same time. Without it nobody knows whether there is anything to do, or whether an older operation is about to undo a newer one.
- **search**: Direct Connect does not say where a connection is. Where no property names its parent, the parents have to be known before their lists can be read, and the parent has to be known before it can be remembered.
- **claim**: that a move is about to be made, and where the connection came from, is written down before the call. Afterwards is too late: a handler that dies between the two leaves a connection that nobody knows where to put back. At the same time as the look is too early: the claim would speak of moves that are then not made.
- **call**: \`AssociateHostedConnection\`.
- **confirm**: the list of the new parent is read after the call. The answer of the call names no interconnect, and may be lost.
- **record**: that the operation has ended is written down after it was seen to have ended. Without it the same event, delivered once more, would move the connection once more, and an update that moved nothing would leave an older one free to act.
`;

/** `npm run model -- round-trips`: measures every event, and writes `docs/reports/round-trips.md`; `--check` compares. */
export async function roundTrips(args: string[]): Promise<number> {
  const isCheck = isCheckOnly(args);
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const measured = await measureRoundTrips();
  const slow = measured.filter(({ sequential, floor }) => sequential > AIM * floor.length);
  const stale = writeReport('round-trips.md', { text: render(measured), isCheck });
  for (const { event, sequential } of slow) console.log(`${event} takes ${sequential}`);
  console.log(
    `${measured.length} events, ${slow.length} above the aim${stale === undefined ? '' : `; ${stale}`}`,
  );
  return slow.length === 0 && stale === undefined ? 0 : 1;
}

function render(measured: readonly RoundTrips[]): string {
  const rows = measured.map(({ event, calls, sequential, floor }) =>
    [event, calls, sequential, floor.length, floor.join(', ')].join(' | '),
  );
  const head = [
    'event | calls | one after the other | floor | the steps of the floor',
    '--- | --- | --- | --- | ---',
  ];
  return [INTRODUCTION, ...[...head, ...rows].map((row) => `| ${row} |`), '', STEPS].join('\n');
}
