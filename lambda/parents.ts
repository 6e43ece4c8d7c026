import type { Interconnect, Lag } from '@aws-sdk/client-direct-connect';

/** The interconnects and LAGs of the account in the region. */
export class Parents {
  private readonly lagsById: ReadonlyMap<string, Lag>;
  private readonly interconnectsById: ReadonlyMap<string, Interconnect>;

  public constructor(lags: readonly Lag[], interconnects: readonly Interconnect[]) {
    this.lagsById = new Map(lags.map((lag) => [lag.lagId ?? '', lag]));
    this.interconnectsById = new Map(interconnects.map((each) => [each.interconnectId ?? '', each]));
  }

  /** Every parent that can have hosted connections of its own: the LAGs, and the interconnects that are in none. */
  public get searchable(): string[] {
    return [...this.lagsById.keys(), ...this.interconnectsById.keys()].filter(
      (id) => id !== '' && this.standsFor(id) === id,
    );
  }

  public has(id: string): boolean {
    return this.lagsById.has(id) || this.interconnectsById.has(id);
  }

  /** An interconnect that has become a member of a LAG stands for that LAG: its hosted connections moved along. */
  public standsFor(id: string): string {
    return this.interconnectsById.get(id)?.lagId || id;
  }

  /** Why no hosted connection can be put on this parent, if so. */
  public whyUnusable(id: string): string | undefined {
    const lag = this.lagsById.get(id);
    const state = lag?.lagState ?? this.interconnectsById.get(id)?.interconnectState;
    if (!this.exists(id)) return 'this account has no such interconnect or LAG in this region';
    if (state === 'deleting') return 'it is being deleted';
    if (lag?.allowsHostedConnections === false) {
      return 'it does not allow hosted connections (allowsHostedConnections is false)';
    }
    return undefined;
  }

  /** Whether the parent is there and not deleted. */
  public exists(id: string): boolean {
    const state = this.lagsById.get(id)?.lagState ?? this.interconnectsById.get(id)?.interconnectState;
    return this.has(id) && state !== 'deleted';
  }
}
