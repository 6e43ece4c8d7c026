import { IConstruct } from 'constructs';

/**
 * What all copies of the package in an app know of a construct: a module's own variable, or `instanceof`, is known to one
 * copy alone.
 */
export class Shared<T> {
  private readonly symbol: symbol;

  /** @param name what is known; the same for every version of the package. */
  public constructor(name: string) {
    this.symbol = Symbol.for(`cdk-hosted-connection-association.${name}`);
  }

  /** What is known of the construct. */
  public get(construct: IConstruct): T | undefined {
    return (construct as unknown as Record<symbol, T | undefined>)[this.symbol];
  }

  /** Makes it known. */
  public set(construct: IConstruct, value: T): void {
    Object.defineProperty(construct, this.symbol, { value });
  }

  /** What is known of the construct; made known by the first who asks. */
  public getOrSet(construct: IConstruct, make: () => T): T {
    const known = this.get(construct);
    if (known !== undefined) return known;
    const made = make();
    this.set(construct, made);
    return made;
  }
}
