import * as v from 'valibot';

export const text = (description: string) => v.pipe(v.string(), v.description(description));

export const number = (description: string) => v.pipe(v.number(), v.description(description));

/** Whose a connection is, as every command says it. */
export const CUSTOMER = {
  connectionName: v.optional(text('What Direct Connect calls it.')),
  ownerAccount: v.optional(text('The account of the customer.')),
  vlan: v.optional(number('Its VLAN.')),
};
