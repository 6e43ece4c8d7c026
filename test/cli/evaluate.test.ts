import { Surroundings, evaluate, holds, whyUnknown } from '../../cli/template/evaluate';

const around: Surroundings = {
  pseudo: { 'AWS::Region': 'us-east-1', 'AWS::Partition': 'aws' },
  parameters: { Parent: 'dxlag-aaaaaaaa', Stage: 'prod', Ids: 'one,two' },
  conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsTest: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsTest' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsTest' }, { Condition: 'IsProd' }] },
    Later: { 'Fn::Equals': [{ Ref: 'Lag' }, 'x'] },
    NotAnyway: { 'Fn::And': [{ Condition: 'Later' }, { Condition: 'IsTest' }] },
    PerhapsAnyway: { 'Fn::Or': [{ Condition: 'Later' }, { Condition: 'IsProd' }] },
  },
  mappings: { Parents: { 'us-east-1': { lag: 'dxlag-bbbbbbbb' } } },
};

test.each<[string, unknown, unknown]>([
  ['a text', 'dxlag-aaaaaaaa', 'dxlag-aaaaaaaa'],
  ['a parameter', { Ref: 'Parent' }, 'dxlag-aaaaaaaa'],
  ['a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
  ['a join', { 'Fn::Join': ['-', ['dxlag', { Ref: 'Stage' }]] }, 'dxlag-prod'],
  ['a join of a split', { 'Fn::Join': ['+', { 'Fn::Split': [',', { Ref: 'Ids' }] }] }, 'one+two'],
  [
    'a substitution',
    { 'Fn::Sub': '${Parent} in ${AWS::Region}, ${!not}' },
    'dxlag-aaaaaaaa in us-east-1, ${not}',
  ],
  ['one with values', { 'Fn::Sub': ['${A}/${Stage}', { A: { Ref: 'Parent' } }] }, 'dxlag-aaaaaaaa/prod'],
  [
    'a part of an ARN',
    { 'Fn::Select': [1, { 'Fn::Split': ['/', 'arn:x:dxlag/dxlag-cccccccc'] }] },
    'dxlag-cccccccc',
  ],
  ['a mapping', { 'Fn::FindInMap': ['Parents', { Ref: 'AWS::Region' }, 'lag'] }, 'dxlag-bbbbbbbb'],
  ['a condition', { 'Fn::If': ['IsProd', 'yes', { Ref: 'Lag' }] }, 'yes'],
  [
    'no value',
    { a: { Ref: 'AWS::NoValue' }, b: { 'Fn::If': ['IsTest', 1, { Ref: 'AWS::NoValue' }] }, c: 1 },
    { c: 1 },
  ],
  [
    'lists and maps',
    { list: [{ Ref: 'Stage' }, 1], map: { deep: { Ref: 'Stage' } } },
    { list: ['prod', 1], map: { deep: 'prod' } },
  ],
])('known: %s', (_what, value, expected) => {
  expect(evaluate(value, around)).toEqual(expected);
});

test.each<[string, unknown, string]>([
  ['a resource', { Ref: 'Lag' }, 'Lag'],
  ['an attribute', { 'Fn::GetAtt': ['Lag', 'LagId'] }, 'Lag.LagId'],
  ['an attribute in a text', { 'Fn::Sub': 'x-${Lag.LagId}' }, 'Lag.LagId'],
  ['an export', { 'Fn::ImportValue': 'Other:Lag' }, 'the export Other:Lag'],
  [
    'a part of what is not known',
    { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Lag', 'LagArn'] }] }] },
    'Lag.LagArn',
  ],
  ['a join with what is not known', { 'Fn::Join': ['', ['a', { Ref: 'Lag' }]] }, 'Lag'],
  ['deep in a list', [{ a: { Ref: 'Lag' } }], 'Lag'],
  ['a condition that is not known', { 'Fn::If': ['Later', 'a', 'b'] }, 'Lag'],
  ['a condition that there is not', { 'Fn::If': ['None', 'a', 'b'] }, 'the condition None'],
  ['a function that is not evaluated', { 'Fn::Base64': 'a' }, 'Fn::Base64 "a"'],
  [
    'a mapping without the key',
    { 'Fn::FindInMap': ['Parents', 'eu-west-1', 'lag'] },
    'Fn::FindInMap ["Parents","eu-west-1","lag"]',
  ],
  ['a place that a list has not', { 'Fn::Select': [5, ['a']] }, 'Fn::Select [5,["a"]]'],
])('not known, and why: %s', (_what, value, reason) => {
  expect(whyUnknown(evaluate(value, around))).toBe(reason);
});

test.each([
  ['IsProd', true],
  ['IsTest', false],
  ['Both', false],
  ['Either', true],
  // What is known decides, whatever the rest is.
  ['NotAnyway', false],
  ['PerhapsAnyway', true],
])('the condition %s is %s', (name, expected) => {
  expect(holds(name, around)).toBe(expected);
});
