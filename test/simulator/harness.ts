import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { DirectConnectSimulator } from '../../simulator';
import type { SimulatorOptions } from '../../simulator';

const running: { stop(): Promise<void> }[] = [];
const clients: DirectConnectClient[] = [];

/** A simulator and an unmodified SDK client that speaks to it. Both end with `stopAll`. */
export async function startWithClient(options: SimulatorOptions) {
  const simulator = await DirectConnectSimulator.start(options);
  running.push(simulator);
  return { simulator, client: clientOf(simulator.url) };
}

export function clientOf(endpoint: string): DirectConnectClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DirectConnectClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  clients.push(client);
  return client;
}

export async function stopAll(): Promise<void> {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
}

/** A clock that stands still until it is moved. */
export class VirtualClock {
  private at = 1_000_000;
  readonly now = () => this.at;

  advance(ms: number): void {
    this.at += ms;
  }
}
