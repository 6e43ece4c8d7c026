import { DirectConnectModel } from './model';
import type { ModelOptions } from './model';
import { ModelServer } from './server';

export interface SimulatorOptions extends ModelOptions {
  /** Default: a free one. */
  readonly port?: number;
}

/** Direct Connect on HTTP. What the model knows and can be made to do is reached directly. */
export class DirectConnectSimulator extends DirectConnectModel {
  private readonly server = new ModelServer(this);
  private address = '';

  private constructor(options: SimulatorOptions) {
    super(options);
  }

  static async start(options: SimulatorOptions): Promise<DirectConnectSimulator> {
    const simulator = new DirectConnectSimulator(options);
    simulator.address = await simulator.server.listen(options.port ?? 0);
    return simulator;
  }

  /** What AWS_ENDPOINT_URL_DIRECT_CONNECT, or a client's `endpoint`, is set to. */
  get url(): string {
    return this.address;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
