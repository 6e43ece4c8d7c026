/** What a ResponseURL looks like, without what it takes to use it. */
export interface UrlForm {
  readonly signature: 'SigV4' | 'SigV2' | 'none';
  /** The host, if it is AWS's. */
  readonly host: string;
  readonly parameters: readonly string[];
  /** `X-Amz-Expires`, in seconds. */
  readonly expiresSeconds?: number;
  /** When it was signed, in milliseconds: `X-Amz-Date`. */
  readonly signedAt?: number;
  /** When it expires, in milliseconds: `Expires`. */
  readonly expiresAt?: number;
  /** Which parts of the event its path names, in their order. */
  readonly path: readonly string[];
}

/** The parts of an event that a path may have. */
export interface UrlSubject {
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly RequestId: string;
}

export function describeUrl(responseUrl: string, subject: UrlSubject): UrlForm {
  const url = new URL(responseUrl);
  const query = url.searchParams;
  const signature = query.has('X-Amz-Signature') ? 'SigV4' : query.has('Signature') ? 'SigV2' : 'none';
  return {
    signature,
    host: /\.amazonaws\.com(\.cn)?$/.test(url.hostname) ? url.hostname : 'not of AWS',
    parameters: [...new Set(query.keys())],
    expiresSeconds: numberIn(query.get('X-Amz-Expires')),
    signedAt: timeIn(query.get('X-Amz-Date')),
    expiresAt: signature === 'SigV2' ? milliseconds(numberIn(query.get('Expires'))) : undefined,
    path: partsOf(decodeURIComponent(url.pathname), subject),
  };
}

function partsOf(path: string, subject: UrlSubject): string[] {
  return Object.entries({
    StackId: subject.StackId,
    LogicalResourceId: subject.LogicalResourceId,
    RequestId: subject.RequestId,
  })
    .map(([name, value]) => ({ name, place: path.lastIndexOf(value) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => a.place - b.place)
    .map(({ name }) => name);
}

function numberIn(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

function timeIn(text: string | null): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '') ?? [];
  return second === undefined
    ? undefined
    : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
