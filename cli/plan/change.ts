/** A custom resource of ours, with what is sent of it to the handler. */
export interface Resource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The logical ids of those of ours that have to be complete before it is begun. */
  readonly dependsOn: readonly string[];
  /** Whether a delete leaves it as it is. */
  readonly retain: boolean;
}

/** One that is deployed. */
export interface DeployedOne extends Resource {
  readonly physicalId: string;
}

/** What a deployment makes of one stack. */
export interface StackChange {
  readonly name: string;
  /** Where the stack is not deployed yet, one that nothing else has. */
  readonly stackId: string;
  readonly isNew: boolean;
  /** By logical id; none where the stack is not deployed. */
  readonly before: ReadonlyMap<string, DeployedOne>;
  readonly after: ReadonlyMap<string, Resource>;
  /** The logical ids of those in both that CloudFormation sends an update of. */
  readonly changed: ReadonlySet<string>;
  /** The stack of the provider that serves it. */
  readonly provider: string;
}
