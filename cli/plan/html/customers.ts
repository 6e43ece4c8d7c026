import { duration } from '../../output/duration';
import type { Plan } from '../schema';
import { Markup, html } from './markup';
import { scrolledTable } from './table';

interface Customer {
  readonly account: string;
  readonly connections: readonly string[];
  readonly interruptions: number;
  readonly startsAfterSeconds: number;
}

/** Whom it interrupts, in the order in which they are. */
export function interrupted({ connections }: Plan): Customer[] {
  const customers = new Map<string, Customer>();
  for (const { ownerAccount: account = 'not known', interruptions, ...each } of connections) {
    if (interruptions === 0) continue;
    const known = customers.get(account);
    const starts = each.startsAfterSeconds ?? 0;
    customers.set(account, {
      account,
      connections: [
        ...(known?.connections ?? []),
        each.connectionName ?? each.connectionId ?? each.logicalId,
      ],
      interruptions: (known?.interruptions ?? 0) + interruptions,
      startsAfterSeconds: Math.min(known?.startsAfterSeconds ?? starts, starts),
    });
  }
  return [...customers.values()].sort(
    (a, b) => a.startsAfterSeconds - b.startsAfterSeconds || (a.account < b.account ? -1 : 1),
  );
}

export function customersSection(customers: readonly Customer[]): Markup {
  return html`<section aria-labelledby="customers">
    <h2 id="customers">Who is interrupted</h2>
    ${customers.length === 0 ? html`<p>Nobody.</p>` : table(customers)}
  </section>`;
}

function table(customers: readonly Customer[]): Markup {
  const rows = customers.map(
    ({ account, connections, interruptions, startsAfterSeconds }) =>
      html`<tr>
        <th scope="row">${account}</th>
        <td>${connections.map((name, index) => [index === 0 ? '' : ', ', html`<bdi>${name}</bdi>`])}</td>
        <td class="number">${interruptions}</td>
        <td class="number">+${duration(startsAfterSeconds)}</td>
      </tr>`,
  );
  return scrolledTable(
    'customers',
    'Customers whose traffic is interrupted',
    [
      { heading: 'Customer' },
      { heading: 'Connections' },
      { heading: 'Interruptions', kind: 'number' },
      { heading: 'First one starts', kind: 'number' },
    ],
    rows,
  );
}
