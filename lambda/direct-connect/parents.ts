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
      (id) => this.exists(id) && this.standsFor(id) === id,
    );
  }

  /** An interconnect that has become a member of a LAG stands for that LAG: its hosted connections moved along. */
  public standsFor(id: string): string {
    return this.interconnectsById.get(id)?.lagId || id;
  }

  /** Why no hosted connection can be put on this parent, if so. */
  public whyUnusable(id: string): string | undefined {
    if (!this.exists(id)) return 'this account has no such interconnect or LAG in this region';
    if (this.stateOf(id) === 'deleting') return 'it is being deleted';
    if (this.lagsById.get(id)?.allowsHostedConnections === false) {
      return 'it does not allow hosted connections (allowsHostedConnections is false)';
    }
    return undefined;
  }

  /** Why another parent is to be named in the place of this one, if so. */
  public whyNotItself(id: string): string | undefined {
    const lagId = this.standsFor(id);
    return lagId === id ? undefined : `it is a member of ${lagId}; name the LAG instead`;
  }

  /** The code of the Direct Connect location of a parent, if known. */
  public locationOf(id: string): string | undefined {
    return this.lagsById.get(id)?.location ?? this.interconnectsById.get(id)?.location;
  }

  /** Whether the parent is there and not deleted. */
  public exists(id: string): boolean {
    const isListed = id !== '' && (this.lagsById.has(id) || this.interconnectsById.has(id));
    return isListed && this.stateOf(id) !== 'deleted';
  }

  private stateOf(id: string): string | undefined {
    return this.lagsById.get(id)?.lagState ?? this.interconnectsById.get(id)?.interconnectState;
  }
}
