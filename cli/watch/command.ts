import { setTimeout as sleep } from 'node:timers/promises';
import { readInventory } from '../aws/account-inventory';
import { whyNoClaims } from '../aws/claims';
import { explain } from '../aws/explain';
import { Session, openSession } from '../aws/session';
import { CommandError, ExitCode } from '../outcome';
import type { Terminal } from '../output/terminal';
import type { ProviderOptions } from '../program';
import { Asked, readStatus } from '../status/read-status';
import type { Status } from '../status/schema';
import { changesIn } from './changes';
import { askedAfter, exitCodeOf, outcomeOf } from './ending';
import { FollowOptions, Observer, follow } from './follow';
import type { Look, Picture } from './picture';
import { Reader } from './reader';
import { Sink, sinkOf } from './sink';
import { willPass } from './troubles';

export interface WatchOptions extends ProviderOptions {
  readonly json?: boolean;
  readonly wait?: string;
  readonly every: string;
}

/** `hosted-connections watch`: a deployment as it goes, and where everything is when it has ended. */
export async function runWatch(
  names: readonly string[],
  options: WatchOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const waitMs = options.wait === undefined ? Infinity : 1000 * secondsOf('--wait', options.wait, 0);
  const everyMs = 1000 * secondsOf('--every', options.every, Number.MIN_VALUE);
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  // The next Ctrl-C ends everything at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const sink = sinkOf(terminal, options.json === true);
  try {
    const watch = new Watch(await openSession(options), await openSession(options, 'again'), {
      names,
      options,
      sink,
    });
    const followed = { everyMs, waitMs, isNamed: names.length > 0, signal: stopped.signal };
    return await watch.run(followed);
  } finally {
    sink.close();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

interface Asks {
  readonly names: readonly string[];
  readonly options: WatchOptions;
  readonly sink: Sink;
}

/** One run of the command. */
class Watch implements Observer {
  private readonly reader: Reader;
  private readonly connectionNames = new Map<string, string>();
  private trouble: { readonly since: number; readonly text: string } | undefined;
  private picture: Picture | undefined;

  public constructor(
    private readonly session: Session,
    looking: Session,
    private readonly asks: Asks,
  ) {
    this.reader = Reader.of(looking, asks.options.providerStack, asks.names);
  }

  public async run(followed: FollowOptions): Promise<ExitCode> {
    const first = await this.reader.look();
    if (followed.waitMs === 0) await this.refuseWithoutProvider(first);
    else if (first.stacks.length === 0) await this.prepare(first);
    const picture = await follow(this.reader, first, this, followed);
    this.refuseUnknown(followed.waitMs);
    const { awaited = [], stacks = [] } = picture ?? {};
    if (stacks.length > 0 && awaited.length > 0)
      this.asks.sink.note(`no deployment of ${awaited.join(', ')} has begun`);
    const status = await this.readStatus(picture, followed.signal);
    this.asks.sink.end(picture, outcomeOf(picture), status);
    return exitCodeOf(picture, status);
  }

  public readonly sees = (before: Picture | undefined, picture: Picture): void => {
    if (this.trouble !== undefined) this.asks.sink.note('it can look again');
    this.trouble = undefined;
    this.picture = picture;
    this.show(changesIn(before, picture, this.nameOf));
  };

  public readonly cannotLook = (error: unknown): void => {
    if (this.trouble === undefined) {
      this.trouble = { since: Date.now(), text: explain(error) };
      this.asks.sink.note(`${this.trouble.text}; it goes on looking`);
    }
    this.show([]);
  };

  private show(lines: ReturnType<typeof changesIn>): void {
    const { picture, nameOf, trouble } = this;
    if (picture !== undefined) this.asks.sink.changes(lines, { picture, now: Date.now(), nameOf, trouble });
  }

  private readonly nameOf = (connectionId: string | undefined): string | undefined =>
    connectionId === undefined ? undefined : this.connectionNames.get(connectionId);

  /** What has time before a deployment: who the connections are, and that everything is allowed that the end needs. */
  private async prepare(first: Look): Promise<void> {
    const { names, sink } = this.asks;
    const { hostedConnections } = await readInventory(this.session);
    for (const { connections } of Object.values(hostedConnections))
      for (const { connectionId = '', connectionName } of connections)
        if (connectionName !== undefined) this.connectionNames.set(connectionId, connectionName);
    const whose = names.length > 0 ? names.join(', ') : 'any stack that has hosted connections';
    sink.note(`waiting for a deployment of ${whose} to begin; ctrl-c ends this`);
    const missing = this.missing(first);
    if (missing.length > 0)
      sink.note(
        `not in ${this.session.region} yet: ${missing.join(', ')}; if that is a mistake, end this, and correct it`,
      );
  }

  /** What a first deployment makes, or what is not there because a name is mistyped. */
  private missing({ hasTable }: Look): string[] {
    const { names, options } = this.asks;
    const stacks = names.filter((name) => !this.reader.hasStack(name)).map((name) => `the stack ${name}`);
    return hasTable ? stacks : [...stacks, `the stack of the provider, ${options.providerStack}`];
  }

  private async refuseWithoutProvider({ hasTable }: Look): Promise<void> {
    if (!hasTable) throw new CommandError(await whyNoClaims(this.session, this.asks.options.providerStack));
  }

  /** Whoever has waited in vain has perhaps mistyped a name. */
  private refuseUnknown(waitMs: number): void {
    if (waitMs === Infinity) return;
    const unknown = this.asks.names.filter((name) => !this.reader.hasStack(name));
    if (unknown.length === 0) return;
    throw new CommandError(
      `there is no stack ${unknown.join(', ')} in ${this.session.region}: expected the name or the id of one that is deployed; correct it, or pass --region`,
    );
  }

  /** The deployment has ended: now Direct Connect can be asked. */
  private async readStatus(picture: Picture | undefined, signal: AbortSignal): Promise<Status> {
    const { names, options, sink } = this.asks;
    const followed = picture?.stacks.map(({ stackId }) => stackId) ?? [];
    const stacks = names.length > 0 ? [...new Set([...names, ...followed])] : followed;
    const asked: Asked[] = askedAfter(picture);
    for (let told = false; ; told = true) {
      try {
        return await readStatus(this.session, options.providerStack, stacks, asked);
      } catch (error) {
        if (!willPass(error) || signal.aborted) throw error;
        if (!told) sink.note(`${explain(error)}; it goes on looking`);
        await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

/** The pause before where everything is is asked for again. */
const AGAIN_MS = 3000;

function secondsOf(option: string, text: string, least: number): number {
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds >= least) return seconds;
  throw new CommandError(`${option} is ${text}: expected a number of seconds${least > 0 ? ' above 0' : ''}`);
}
