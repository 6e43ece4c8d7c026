import { describePlan, planSteps, type Parents } from '../../../tools/acceptance/plan';

const WITH_OTHER: Parents = { origin: 'dxcon-ffabc123', target: 'dxlag-fhccu14t', other: 'dxlag-fgkq2m7x' };
const WITHOUT: Parents = { ...WITH_OTHER, other: WITH_OTHER.origin };

describe.each([
  ['with another parent', WITH_OTHER],
  ['without one', WITHOUT],
])('%s', (_name, parents) => {
  const steps = planSteps(parents);

  test('every move of a step goes somewhere else, and the last one to where the step ends', () => {
    let at = parents.origin;
    for (const { moves, endsOn } of steps) {
      for (const to of moves) {
        expect(to).not.toBe(at);
        at = to;
      }
      expect(endsOn).toBe(at);
    }
    expect(at).toBe(parents.origin);
  });

  test('what is declared is where the step ends, unless it is rolled back', () => {
    const declared = steps.filter((step) => step.declared?.parent !== undefined && !step.fails);
    expect(declared.length).toBeGreaterThanOrEqual(4);
    expect(declared.filter((step) => step.declared?.parent !== step.endsOn)).toEqual([]);
  });

  test('twelve interruptions are announced', () => {
    const plan = describePlan(parents);
    expect(plan).toHaveLength(10);
    expect(plan.reduce((sum, { interruptions }) => sum + interruptions, 0)).toBe(12);
  });
});
