import { Cell, OPERATIONS, Operation, STRIKES, Strike, crashMatrix } from './crash-matrix';
import { Deletion, deleteTwice } from './own-provider';
import { isCheckOnly, writeReport } from '../report';

/** What an operation under one fault may come to: what CloudFormation is told, and where the connection then is. */
const RIGHT: Record<Operation, Record<string, readonly string[]>> = {
  create: { CREATE_COMPLETE: ['LAG A'], ROLLBACK_COMPLETE: ['home'] },
  update: { UPDATE_COMPLETE: ['LAG B'], UPDATE_ROLLBACK_COMPLETE: ['LAG A'] },
  delete: { DELETE_COMPLETE: ['home'], DELETE_FAILED: ['LAG A', 'home'] },
  rollback: { UPDATE_ROLLBACK_COMPLETE: ['LAG A'], UPDATE_ROLLBACK_FAILED: ['LAG A', 'LAG B'] },
};

const PARENTS: Record<string, string> = {
  'dxcon-11111111': 'home',
  'dxlag-aaaaaaaa': 'LAG A',
  'dxlag-bbbbbbbb': 'LAG B',
};

const INTRODUCTION = `# One fault at every point

Made by \`npm run test:crashes\`; do not edit. One connection, at home on an interconnect, is associated with LAG A
(create), then with LAG B (update), and put back (delete); in the rollback, another resource of the stack fails after the
connection was moved to LAG B. Every row is a call that the operation makes when nothing goes wrong; every column is a
fault that strikes at that call. A cell says what CloudFormation is told, where the connection is at rest, and how many
interruptions the operation has cost. A deletion of the stack afterwards brings the connection home in every cell.

A handler that is killed fails its operation at once: the Provider framework reports a function that died, and does not
poll again. CloudFormation then rolls a create or an update back by itself; a delete, or a rollback, has to be tried
again, and finishes from the claim.
`;

const OWN_PROVIDER = `## A delete that is refused, and repeated

The VLAN of the connection is in use at home while its stack is deleted, and free when the stack is deleted again. Where the
provider stands in that stack, CloudFormation deletes it after the first delete has failed, and nobody can repeat that delete.
`;

/** `npm run test:crashes`: runs the matrix and writes it down; with `--check`, compares it with what is written. */
export async function crashes(args: string[]): Promise<number> {
  const isCheck = isCheckOnly(args);
  const cells = await crashMatrix();
  const wrong = cells.filter((cell) => !isRight(cell));
  for (const cell of wrong) console.log(JSON.stringify(cell));
  const deletions = [await deleteTwice(false), await deleteTwice(true)];
  const text = [render(cells), OWN_PROVIDER, renderDeletions(deletions)].join('\n');
  const stale = writeReport('failures.md', { text, isCheck });
  console.log(`${cells.length} cells, ${wrong.length} wrong${stale === undefined ? '' : `; ${stale}`}`);
  return wrong.length === 0 && stale === undefined ? 0 : 1;
}

function isRight({ operation, told, parent, home, violations }: Cell): boolean {
  return (
    home && violations.length === 0 && (RIGHT[operation][told] ?? []).includes(PARENTS[parent] ?? parent)
  );
}

function render(cells: readonly Cell[]): string {
  return [INTRODUCTION, ...OPERATIONS.map((operation) => renderOperation(operation, cells))].join('\n');
}

function renderOperation(operation: Operation, cells: readonly Cell[]): string {
  const strikes = Object.keys(STRIKES) as Strike[];
  const own = cells.filter((cell) => cell.operation === operation);
  const points = [...new Map(own.map(({ point, call }) => [point, call]))];
  const rows = points.map(([point, call]) => {
    const row = strikes.map((strike) => own.find((cell) => cell.point === point && cell.strike === strike));
    return [`${point} \`${call}\``, ...row.map((cell) => (cell ? renderCell(cell) : ''))];
  });
  const lines = [['call', ...strikes], ['---', ...strikes.map(() => '---')], ...rows];
  return `## ${operation}\n\n${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`;
}

function renderCell({ told, parent, interruptions }: Cell): string {
  return `${told}, ${PARENTS[parent] ?? parent}, ${interruptions}`;
}

function renderDeletions(deletions: readonly Deletion[]): string {
  const rows = deletions.map(({ hasOwnProvider, statuses, parent = '' }) => {
    const place = hasOwnProvider ? 'in the same stack' : 'in a stack of its own';
    return [place, ...statuses, PARENTS[parent] ?? parent];
  });
  const head = ['the provider', 'create', 'delete', 'delete again', 'where the connection is'];
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((line) => `| ${line.join(' | ')} |\n`).join('');
}
