import { inventory } from '../../../simulator';
import { Queue } from '../aws/virtual-time';
import { association } from '../cloudformation/declared';
import { Simulation } from '../simulation';

const [CONNECTION, OTHER] = ['dxcon-fg000001', 'dxcon-fg000002'];
const [HOME, ELSEWHERE, LAG] = ['dxcon-11111111', 'dxcon-22222222', 'dxlag-aaaaaaaa'];

/** What became of a stack that is deleted twice. */
export interface Deletion {
  readonly hasOwnProvider: boolean;
  /** What CloudFormation said of the stack: created, deleted, deleted again. */
  readonly statuses: readonly string[];
  readonly parent: string | undefined;
}

/** A stack is deleted while its connection's VLAN is taken at home, and again when the VLAN is free. */
export async function deleteTwice(hasOwnProvider: boolean): Promise<Deletion> {
  const simulation = new Simulation({
    turns: new Queue(),
    faults: { calls: [], deliveries: [] },
    inventory: inventory({
      interconnects: [HOME, ELSEWHERE],
      lags: [LAG],
      hosted: {
        [HOME]: [{ connectionId: CONNECTION, vlan: 101 }],
        [ELSEWHERE]: [{ connectionId: OTHER, vlan: 101 }],
      },
    }),
  });
  const { cloudFormation, model } = simulation;
  const statuses: string[] = [];
  await simulation.run(async () => {
    const resources = { First: association({ connectionId: CONNECTION, parentId: LAG }) };
    const stack = await cloudFormation.create('stack', { resources, hasOwnProvider });
    statuses.push(stack.status);
    for (const parentId of [HOME, ELSEWHERE]) {
      model.moveByHand(OTHER, parentId);
      await cloudFormation.delete(stack);
      statuses.push(stack.status);
    }
  });
  return { hasOwnProvider, statuses, parent: model.parentOf(CONNECTION) };
}
