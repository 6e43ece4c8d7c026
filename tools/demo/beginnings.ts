import { inventory } from '../../simulator';
import type { Inventory } from '../../simulator';

const INTERCONNECT = 'dxcon-ffabc123';
const LAG = 'dxlag-fhccu14t';
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
  adoption: partner(LAG),
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
  return inventory({ interconnects: [INTERCONNECT], lags: [LAG], hosted });
}
