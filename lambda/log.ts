/** A decision of the handler. It never carries the ResponseURL: anyone who has it can answer CloudFormation. */
export interface Decision {
  /** What was decided, in plain words. */
  readonly decision: string;
  readonly connection: string;
  readonly requestId: string;
  /** The row of the table in the README of lambda/. */
  readonly row?: number;
  readonly from?: string;
  readonly to?: string;
}

export type Log = (decision: Decision) => void;

/** One line of JSON for each decision. */
export const logToConsole: Log = (decision) => {
  console.log(JSON.stringify(decision));
};
