import { differences, type Assembly } from './assembly';

const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 256 } };
const METADATA = { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2:deflate64:of a language' } };

function assembly(
  Resources: object,
  assets: Record<string, string> = { 'asset.1/index.mjs': 'abc' },
): Assembly {
  const templates = { Partner: JSON.stringify({ Resources, Outputs: {} }), Provider: '{"Resources":{}}' };
  return { templates, assets };
}

const EXPECTED = assembly({ Function: FUNCTION, Other: FUNCTION });

test.each([
  ['the same', assembly({ Function: FUNCTION, Other: FUNCTION })],
  ['the same but for the metadata', assembly({ Function: FUNCTION, Other: FUNCTION, CDKMetadata: METADATA })],
])('no differences: %s', (_, actual) => {
  expect(differences(EXPECTED, actual)).toEqual([]);
});

test.each([
  [
    'a number',
    assembly({ Function: { ...FUNCTION, Properties: { MemorySize: '256' } }, Other: FUNCTION }),
    /"256"/,
  ],
  ['the order', assembly({ Other: FUNCTION, Function: FUNCTION }), /"Function": \{, got +"Other": \{/],
  [
    'an asset',
    assembly({ Function: FUNCTION, Other: FUNCTION }, { 'asset.1/index.mjs': 'abd' }),
    /abc, got abd/,
  ],
  ['a missing asset', assembly({ Function: FUNCTION, Other: FUNCTION }, {}), /abc, got none/],
])('a difference: %s', (_, actual, told) => {
  expect(differences(EXPECTED, actual)).toEqual([expect.stringMatching(told)]);
});
