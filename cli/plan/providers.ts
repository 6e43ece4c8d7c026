import { CLAIMS_TABLE_TYPE, SERVICE_TOKEN_EXPORT } from '../../lib/contract';
import { CommandError } from '../outcome';
import type { AssemblyStack } from './assembly';
import type { PlannedStack } from './changes';
import type { Item } from './rehearsal/aws-copy';
import type { Problem } from './schema';
import type { Source } from './source';

/** The claims of each provider, by its stack, and which stacks import a provider that is not deployed. */
export interface ProvidersClaims {
  readonly claims: ReadonlyMap<string, readonly Item[]>;
  readonly problems: readonly Problem[];
}

/**
 * Reads the claims of the providers that serve stacks.
 *
 * @param app all stacks of the app: a provider that is one of them is deployed first.
 * @throws CommandError where nothing says which stack a provider is in.
 */
export async function readProviders(
  planned: readonly PlannedStack[],
  source: Source,
  app: readonly AssemblyStack[],
): Promise<ProvidersClaims> {
  const claims = new Map<string, readonly Item[]>();
  const problems: Problem[] = [];
  for (const { change, saysProvider } of planned) {
    const { provider, name: stack } = change;
    const items = claims.get(provider) ?? (await source.claimsOf(provider));
    if (items !== undefined || app.some((each) => each.name === provider && hasProvider(each))) {
      claims.set(provider, items ?? []);
      continue;
    }
    const where = `expected the provider to be deployed in ${source.region}`;
    if (!saysProvider) {
      throw new CommandError(
        `there is no stack ${provider} with claims, and the stack ${stack} does not say which stack its provider is in: ${where}; pass --provider-stack, or deploy the provider`,
      );
    }
    const text = `the stack imports ${provider}${SERVICE_TOKEN_EXPORT}, and the stack ${provider} is not deployed: ${where}; deploy the app that declares it, or correct the name that is given to fromDeployed`;
    problems.push({ stack, when: 'deployment', isRace: false, text });
  }
  return { claims, problems };
}

function hasProvider({ template }: AssemblyStack): boolean {
  return Object.values(template.Resources ?? {}).some(({ Type }) => Type === CLAIMS_TABLE_TYPE);
}
