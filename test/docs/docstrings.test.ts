import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Documented {
  readonly name?: string;
  readonly docs?: { readonly summary?: string; readonly default?: string; readonly example?: string };
}

interface Method extends Documented {
  readonly parameters?: Documented[];
}

interface Property extends Documented {
  readonly optional?: boolean;
}

interface Type extends Documented {
  readonly name: string;
  readonly kind: string;
  readonly initializer?: Method;
  readonly methods?: Method[];
  readonly properties?: Property[];
  readonly members?: Documented[];
}

const ASSEMBLY = join(__dirname, '../../.jsii');
const { types } = JSON.parse(readFileSync(ASSEMBLY, 'utf8')) as { types: Record<string, Type> };

/** All that a user can name, by where it is. */
function publicNames(type: Type): [string, Documented][] {
  const { initializer, methods = [], properties = [], members = [] } = type;
  const callables = initializer ? [...methods, initializer] : methods;
  const within = [...callables, ...properties, ...members].map((member) => nameIn(type.name, member));
  const parameters = callables.flatMap((method) =>
    (method.parameters ?? []).map((parameter) => nameIn(nameIn(type.name, method)[0], parameter)),
  );
  return [[type.name, type], ...within, ...parameters];
}

function nameIn(owner: string, member: Documented): [string, Documented] {
  return [`${owner}.${member.name ?? 'constructor'}`, member];
}

function namesWhere(named: [string, Documented][], isLacking: (member: Documented) => boolean): string[] {
  return named.filter(([, member]) => isLacking(member)).map(([name]) => name);
}

describe.each(Object.values(types).map((type) => [type.name, type] as const))('%s', (_, type) => {
  test('says of each member what it is, in a sentence', () => {
    expect(namesWhere(publicNames(type), ({ docs }) => !/^\S.{8,}\.$/s.test(docs?.summary ?? ''))).toEqual(
      [],
    );
  });

  test('says the default of each optional property', () => {
    const optional = (type.properties ?? []).filter((property) => property.optional);
    const named = optional.map((property) => nameIn(type.name, property));
    expect(namesWhere(named, ({ docs }) => !docs?.default)).toEqual([]);
  });

  if (type.kind === 'class') {
    test('has an example', () => expect(type.docs?.example).toMatch(/\S/));
  }
});
