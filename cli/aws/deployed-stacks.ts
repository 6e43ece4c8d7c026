import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';

/** What CloudFormation says of a resource. */
export interface DeployedResource {
  readonly type: string;
  readonly status: string;
  readonly physicalId?: string;
  /** Why it has that status, if that was said. */
  readonly reason?: string;
}

/** A resource as a template declares it. */
export interface DeclaredResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly Condition?: string;
}

/** As much of a template as concerns associations. */
export interface Template {
  readonly Resources?: Readonly<Record<string, DeclaredResource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type?: string; readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
}

/** The stacks of an account and region, each asked for once. */
export class DeployedStacks {
  private readonly resources = new Map<string, Promise<ReadonlyMap<string, DeployedResource>>>();
  private readonly templates = new Map<string, Promise<Template | undefined>>();

  public constructor(private readonly client: CloudFormationClient) {}

  /** By logical id; none where there is no such stack. */
  public resourcesOf(stack: string): Promise<ReadonlyMap<string, DeployedResource>> {
    return remembered(this.resources, stack, () => this.listResources(stack));
  }

  /** As it was deployed; undefined where there is no such stack, or it is not JSON. */
  public templateOf(stack: string): Promise<Template | undefined> {
    return remembered(this.templates, stack, () => this.getTemplate(stack));
  }

  private async listResources(StackName: string): Promise<ReadonlyMap<string, DeployedResource>> {
    const found = new Map<string, DeployedResource>();
    try {
      for await (const page of paginateListStackResources({ client: this.client }, { StackName })) {
        for (const each of page.StackResourceSummaries ?? []) {
          const { ResourceType: type = '', ResourceStatus: status = '' } = each;
          const { PhysicalResourceId: physicalId, ResourceStatusReason: reason } = each;
          found.set(each.LogicalResourceId ?? '', { type, status, physicalId, reason });
        }
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return found;
  }

  private async getTemplate(StackName: string): Promise<Template | undefined> {
    try {
      const { TemplateBody = '' } = await this.client.send(new GetTemplateCommand({ StackName }));
      return parseTemplate(TemplateBody);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}

/** Whether CloudFormation says that there is no such stack. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && /does not exist/i.test(error.message);
}

/** Those of hand-written templates may be YAML. */
function parseTemplate(text: string): Template | undefined {
  try {
    return JSON.parse(text) as Template;
  } catch {
    return undefined;
  }
}

function remembered<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const answer = answers.get(key) ?? ask();
  answers.set(key, answer);
  return answer;
}
