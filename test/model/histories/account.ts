import { inventory } from '../../../simulator';

export const CONNECTIONS = ['dxcon-fg000001', 'dxcon-fg000002', 'dxcon-fg000003'] as const;
export const PARENTS = ['dxcon-11111111', 'dxcon-22222222', 'dxlag-aaaaaaaa', 'dxlag-bbbbbbbb'] as const;

const [FIRST, SECOND, THIRD] = CONNECTIONS;
const [HOME, OTHER, LAG_A, LAG_B] = PARENTS;

/** Where each connection is at first. */
export const HOMES: Record<string, string> = { [FIRST]: HOME, [SECOND]: OTHER, [THIRD]: LAG_B };

const LOGICAL_IDS: Record<string, string> = { [FIRST]: 'First', [SECOND]: 'Second', [THIRD]: 'Third' };

export function logicalIdOf(connectionId: string): string {
  return LOGICAL_IDS[connectionId] ?? connectionId;
}

const accountWith = (firstVlan: number, secondVlan: number) =>
  inventory({
    interconnects: [HOME, OTHER],
    lags: [LAG_A, LAG_B],
    hosted: {
      [HOME]: [{ connectionId: FIRST, vlan: firstVlan }],
      [OTHER]: [{ connectionId: SECOND, vlan: secondVlan }],
      [LAG_B]: [{ connectionId: THIRD, vlan: 103 }],
    },
  });

export const DISTINCT_VLANS = accountWith(101, 102);
/** Two connections of one VLAN keep each other from a parent. */
export const SAME_VLAN = accountWith(101, 101);
