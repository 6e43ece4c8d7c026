import { readFileSync } from 'node:fs';
import { inventory } from '../../simulator';
import type { Inventory } from '../../simulator';

const INTERCONNECT = 'dxcon-ffabc123';
const LAG = 'dxlag-fhccu14t';
const OTHER_LAG = 'dxlag-fgkq2m7x';
const OTHERS = {
  Bolt: 'dxcon-fgh2k3m4',
  Crane: 'dxcon-fgj5n6p7',
  Delta: 'dxcon-fgq8r9s0',
  Ember: 'dxcon-fgt1v2w3',
};
const ACME = { connectionId: 'dxcon-fg9607vm', connectionName: 'Acme' };

/** Where the connections are before each example; the others need services that the local AWS does not have. */
export const BEGINNINGS: Record<string, Inventory> = {
  association: partner(INTERCONNECT),
  associations: partner(INTERCONNECT),
  migration: partner(INTERCONNECT),
  night: partner(INTERCONNECT),
  'several-stacks': partner(INTERCONNECT),
  adoption: partner(LAG),
  lookup: partner(INTERCONNECT),
  'bulk-adoption': adoptedFleet(),
};

/** What an example looks up, by the names of parameters. */
export const PARAMETERS: Record<string, Record<string, string>> = {
  lookup: { '/direct-connect/acme': ACME.connectionId, '/direct-connect/lag': LAG },
};

/** A partner with one interconnect and one LAG, with Acme on the parent that is named and all others at home. */
function partner(acmeIsOn: string): Inventory {
  const others = Object.entries(OTHERS).map(([connectionName, connectionId]) => ({
    connectionId,
    connectionName,
  }));
  const hosted = {
    [INTERCONNECT]: acmeIsOn === INTERCONNECT ? [ACME, ...others] : others,
    [LAG]: acmeIsOn === LAG ? [ACME] : [],
  };
  return inventory({ interconnects: [INTERCONNECT], lags: [LAG, OTHER_LAG], hosted });
}

/** What the list of the example says. */
function adoptedFleet(): Inventory {
  const [, ...lines] = readFileSync('examples/bulk-adoption/fleet.csv', 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split(','));
  const column = (index: number) => rows.map((row) => row[index] ?? '');
  const lags = [...new Set(column(1))];
  const on = (lag: string) => rows.filter(([, each]) => each === lag).map(([id = '']) => id);
  const hosted = Object.fromEntries(lags.map((lag) => [lag, on(lag)]));
  return inventory({ interconnects: [...new Set(column(2))], lags, hosted });
}
