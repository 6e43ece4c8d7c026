type Resources = Record<string, unknown>;

/** The logical ids of the resources that the named one needs, near or far. */
export function reachableFrom(resources: Resources, id: string): Set<string> {
  const reached = new Set<string>();
  const pending = [id];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const found = neededBy(resources[next]).filter((other) => other in resources && !reached.has(other));
    found.forEach((other) => reached.add(other));
    pending.push(...found);
  }
  return reached;
}

function neededBy(resource: unknown): string[] {
  const { DependsOn } = resource as { DependsOn?: string | string[] };
  return [DependsOn ?? [], referencesIn(resource)].flat(2);
}

/** What stands in a `Ref`, `Fn::GetAtt` or `Fn::Sub`, at any depth. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => [
    ...referencesOf(key, inner),
    ...referencesIn(inner),
  ]);
}

function referencesOf(key: string, value: unknown): string[] {
  const [text] = [value].flat();
  if (typeof text !== 'string') {
    return [];
  }
  switch (key) {
    case 'Ref':
      return [text];
    case 'Fn::GetAtt':
      return text.split('.', 1);
    case 'Fn::Sub':
      return [...text.matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, id]) => String(id));
    default:
      return [];
  }
}
