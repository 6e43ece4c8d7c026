/** A value that only the deployment knows, and what makes it so. */
export class Unknown {
  public constructor(public readonly reason: string) {}
}

/** What is known of a stack when its template is evaluated. */
export interface Surroundings {
  /** `AWS::Region` and the like. */
  readonly pseudo: Readonly<Record<string, string | undefined>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
}

type Intrinsic = (argument: unknown, around: Surroundings) => unknown;

/** Stands for `AWS::NoValue`: what has it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/** A value of a template as it will be, as far as it is known before the deployment. Nothing is guessed. */
export function evaluate(value: unknown, around: Surroundings): unknown {
  const evaluated = evaluateAny(value, around);
  return evaluated === NO_VALUE ? undefined : evaluated;
}

/** Why a value is not known, anywhere in it. */
export function whyUnknown(value: unknown): string | undefined {
  if (value instanceof Unknown) return value.reason;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const member of Object.values(value)) {
    const reason = whyUnknown(member);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Whether a condition holds, if that is known. */
export function holds(name: string, around: Surroundings): boolean | Unknown {
  const condition = around.conditions[name];
  if (condition === undefined) return new Unknown(`the condition ${name}`);
  return truthOf(condition, around);
}

function evaluateAny(value: unknown, around: Surroundings): unknown {
  if (Array.isArray(value))
    return value.map((each) => evaluateAny(each, around)).filter((each) => each !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined && isIntrinsic(only[0]))
    return call(only[0], only[1], around);
  const members = entries.map(([name, member]) => [name, evaluateAny(member, around)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== NO_VALUE));
}

function isIntrinsic(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}

function call(name: string, argument: unknown, around: Surroundings): unknown {
  const intrinsic = INTRINSICS[name];
  return intrinsic === undefined ? new Unknown(`${name} ${show(argument)}`) : intrinsic(argument, around);
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: refer,
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': (argument, around) => {
    const name = evaluateAny(argument, around);
    return new Unknown(`the export ${typeof name === 'string' ? name : show(argument)}`);
  },
  'Fn::GetAtt': (argument) =>
    new Unknown(Array.isArray(argument) ? argument.map(String).join('.') : show(argument)),
};

function refer(name: unknown, { pseudo, parameters }: Surroundings): unknown {
  const key = String(name);
  if (key === 'AWS::NoValue') return NO_VALUE;
  return parameters[key] ?? pseudo[key] ?? new Unknown(key);
}

function substitute(argument: unknown, around: Surroundings): unknown {
  const [text, given] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  if (typeof text !== 'string') return new Unknown(`Fn::Sub ${show(argument)}`);
  const values = (given ?? {}) as Record<string, unknown>;
  const parts = text.split(/\$\{([^}]+)\}/).map((part, index) => {
    if (index % 2 === 0) return part;
    if (part.startsWith('!')) return `\${${part.slice(1)}}`;
    if (part in values) return evaluateAny(values[part], around);
    return part.includes('.') ? new Unknown(part) : refer(part, around);
  });
  return concatenated(parts, '');
}

function join(argument: unknown, around: Surroundings): unknown {
  const [separator, list] = argument as [unknown, unknown];
  const parts = evaluateAny(list, around);
  if (!Array.isArray(parts))
    return parts instanceof Unknown ? parts : new Unknown(`Fn::Join ${show(argument)}`);
  return concatenated(parts, String(separator));
}

function concatenated(parts: readonly unknown[], separator: string): unknown {
  const reason = whyUnknown(parts);
  return reason === undefined ? parts.map(String).join(separator) : new Unknown(reason);
}

function select(argument: unknown, around: Surroundings): unknown {
  const [index, list] = (argument as unknown[]).map((each) => evaluateAny(each, around));
  if (index instanceof Unknown) return index;
  if (list instanceof Unknown) return list;
  const chosen: unknown = Array.isArray(list) ? list[Number(index)] : undefined;
  return chosen ?? new Unknown(`Fn::Select ${show(argument)}`);
}

function split(argument: unknown, around: Surroundings): unknown {
  const [separator, text] = (argument as unknown[]).map((each) => evaluateAny(each, around));
  if (typeof text === 'string') return text.split(String(separator));
  return text instanceof Unknown ? text : new Unknown(`Fn::Split ${show(argument)}`);
}

function choose(argument: unknown, around: Surroundings): unknown {
  const [condition, then, otherwise] = argument as [unknown, unknown, unknown];
  const truth = holds(String(condition), around);
  if (truth instanceof Unknown) return truth;
  return evaluateAny(truth ? then : otherwise, around);
}

function findInMap(argument: unknown, around: Surroundings): unknown {
  const keys = evaluateAny((argument as unknown[]).slice(0, 3), around) as unknown[];
  const reason = whyUnknown(keys);
  if (reason !== undefined) return new Unknown(reason);
  let found: unknown = around.mappings;
  for (const key of keys) found = (found as Record<string, unknown> | undefined)?.[String(key)];
  return found ?? new Unknown(`Fn::FindInMap ${show(argument)}`);
}

function truthOf(condition: unknown, around: Surroundings): boolean | Unknown {
  const [name, argument] = Object.entries(condition as object)[0] as [string, unknown];
  switch (name) {
    case 'Condition':
      return holds(String(argument), around);
    case 'Fn::Equals': {
      const [left, right] = (argument as unknown[]).map((each) => evaluateAny(each, around));
      const reason = whyUnknown([left, right]);
      return reason === undefined ? String(left) === String(right) : new Unknown(reason);
    }
    case 'Fn::Not':
      return not(truthOf((argument as unknown[])[0], around));
    case 'Fn::And':
      return both((argument as unknown[]).map((each) => truthOf(each, around)));
    case 'Fn::Or':
      return not(both((argument as unknown[]).map((each) => not(truthOf(each, around)))));
    default:
      return new Unknown(`${name} ${show(argument)}`);
  }
}

function not(truth: boolean | Unknown): boolean | Unknown {
  return truth instanceof Unknown ? truth : !truth;
}

/** One that is false decides, whatever the others are. */
function both(truths: readonly (boolean | Unknown)[]): boolean | Unknown {
  if (truths.includes(false)) return false;
  return truths.find((truth) => truth instanceof Unknown) ?? true;
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
