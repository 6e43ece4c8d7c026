import stringWidth from 'fast-string-width';
import { harmless } from './harmless';
import { wrap } from './table';

/** A terminal that can be written over. */
export interface Screen {
  write(text: string): unknown;
  readonly columns?: number;
  readonly rows?: number;
}

const ESCAPE = '\u001B[';

/** Lines at the bottom of a terminal that are drawn over; what is printed meanwhile stays above them. */
export class LiveDisplay {
  private drawn: readonly string[] = [];

  public constructor(private readonly screen: Screen) {}

  /** Draws these lines in the place of those before, as many as the terminal has room for. */
  public draw(lines: readonly string[]): void {
    const { columns = 80, rows = 24 } = this.screen;
    const wrapped = lines.flatMap((line) => wrap(harmless(line), columns, '  ').split('\n'));
    const room = Math.max(1, rows - 1);
    const more = wrapped.length - room + 1;
    const shown =
      more > 1 ? [...wrapped.slice(0, room - 1), wrap(`and ${more} more lines`, columns)] : wrapped;
    this.screen.write(`${this.erased()}${shown.map((line) => `${line}\n`).join('')}`);
    this.drawn = shown;
  }

  /** Prints a text that stays, above the lines. */
  public print(text: string): void {
    const lines = this.drawn;
    this.screen.write(`${this.erased()}${harmless(text)}\n${lines.map((line) => `${line}\n`).join('')}`);
  }

  /** Removes the lines. */
  public clear(): void {
    this.screen.write(this.erased());
    this.drawn = [];
  }

  /** A terminal that has become narrower has folded them. */
  private erased(): string {
    const { columns = 80 } = this.screen;
    const height = this.drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)),
      0,
    );
    return height === 0 ? '' : `${ESCAPE}${height}A\r${ESCAPE}0J`;
  }
}
