import { isDeepStrictEqual } from 'node:util';
import type { CustomResourceRequest } from '../cloudformation/stack';
import type { Simulation } from '../simulation';
import { SILENCED } from './answer-invariants';
import { describe, specOf } from './naming';
import type { Verdicts } from './verdicts';

interface Edit {
  readonly attribute: string;
  readonly since: number;
}

/** What has to be true while a claim is something that nobody can read. */
export class EditInvariants {
  private readonly edits = new Map<string, Edit>();

  public constructor(
    private readonly verdicts: Verdicts,
    private readonly simulation: Simulation,
  ) {}

  public edited(connectionId: string, attribute: string): void {
    this.edits.set(connectionId, { attribute, since: this.simulation.time.now() });
  }

  public corrected(connectionId: string, edited: object): void {
    this.edits.delete(connectionId);
    const item = this.simulation.cloudFormation.provider.table.item(connectionId);
    // The table has no attributes without a value.
    if (isDeepStrictEqual(item, JSON.parse(JSON.stringify(edited)))) return;
    this.verdicts.violate(`13: the claim of ${connectionId} was written over while nobody could read it`);
  }

  /** There is no claim any more that nobody can read. */
  public deleted(connectionId: string): void {
    this.edits.delete(connectionId);
  }

  public associated(request: CustomResourceRequest): void {
    const edit = this.edits.get(specOf(request).connectionId);
    if (edit)
      this.verdicts.violate(
        `13: ${describe(request)} moves it, and nobody can read ${edit.attribute} of its claim`,
      );
  }

  public ended(request: CustomResourceRequest): void {
    const edit = this.edits.get(specOf(request).connectionId);
    const { how } = request.ended ?? {};
    if (edit === undefined || request.sentAt <= edit.since || how?.kind !== 'answered') return;
    if (how.success) {
      this.verdicts.violate(
        `13: ${describe(request)} succeeds, and nobody can read ${edit.attribute} of its claim`,
      );
    } else if (!how.reason.includes(edit.attribute)) {
      this.verdicts.violate(
        `13: ${describe(request)} does not name ${edit.attribute} of its claim: ${how.reason}`,
        {
          'function is gone': SILENCED.test(how.reason),
          'fault struck': this.simulation.faults.struck > 0,
        },
      );
    }
  }
}
