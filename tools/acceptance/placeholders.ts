/** What is replaced wherever it stands, with what it becomes; each match gets a number of its own. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/arn:aws[\w-]*:(?:iam|sts)::[^\s"',)]+/g, 'principal'],
  [/\b[\w.+-]+@[\w-]+\.[\w.-]+\b/g, 'mail'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, 'key'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, 'uuid'],
  [/\bdx[a-z]+-[a-z0-9]+\b/g, 'direct-connect'],
  [/(?<!\d)\d{12}(?!\d)/g, 'account'],
];

/** Takes ids and accounts out of what others may read. The same id is the same placeholder wherever it stands. */
export class Placeholders {
  private readonly named: [string, string][];
  private readonly numbered = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  /** @param names what certain ids become; longer ones are replaced first. */
  public constructor(names: Readonly<Record<string, string>>) {
    this.named = Object.entries(names).sort(([a], [b]) => b.length - a.length);
  }

  /** The same value, with every text in it replaced, the names of its members too. */
  public replaceIn<T>(value: T): T {
    return this.replace(value) as T;
  }

  private replace(value: unknown): unknown {
    if (typeof value === 'string') return this.replaceText(value);
    if (Array.isArray(value)) return value.map((each) => this.replace(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [this.replaceText(name), this.replace(each)]),
    );
  }

  private replaceText(text: string): string {
    const named = this.named.reduce((rest, [id, placeholder]) => rest.replaceAll(id, placeholder), text);
    return PATTERNS.reduce(
      (rest, [pattern, kind]) => rest.replace(pattern, (match) => this.numberOf(kind, match)),
      named,
    );
  }

  private numberOf(kind: string, match: string): string {
    const known = this.numbered.get(match);
    if (known !== undefined) return known;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const placeholder = `<${kind}-${count}>`;
    this.numbered.set(match, placeholder);
    return placeholder;
  }
}
