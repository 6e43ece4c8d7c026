import { DirectConnectSimulator } from '../../simulator';
import type { SimulatorOptions } from '../../simulator';
import { LocalAws, LocalAwsOptions, directConnectPort, startLocalAws } from './local-aws';

export interface WithLocalAwsOptions
  extends Omit<SimulatorOptions, 'port'>, Omit<LocalAwsOptions, 'directConnect'> {}

/** Does something with a local AWS whose functions find a simulated Direct Connect, and stops both whatever happens. */
export async function withLocalAws(
  { waitScale, ...simulated }: WithLocalAwsOptions,
  act: (aws: LocalAws, simulator: DirectConnectSimulator) => Promise<void>,
): Promise<void> {
  const simulator = await DirectConnectSimulator.start({ ...simulated, port: directConnectPort() });
  try {
    const aws = await startLocalAws({ directConnect: simulator.url, waitScale });
    try {
      await act(aws, simulator);
    } finally {
      await aws.stop();
    }
  } finally {
    await simulator.stop();
  }
}
