/** An error that DynamoDB answers. */
export class Refusal extends Error {
  public constructor(
    public readonly type: string,
    message: string,
  ) {
    super(message);
  }
}
