import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Sends an answer to CloudFormation; returns the HTTP status that it got, 0 for none. */
export async function answer(responseUrl: string, body: object): Promise<number> {
  const text = JSON.stringify(body);
  const request = responseUrl.startsWith('https:') ? requestHttps : requestHttp;
  // The signature covers an empty content type.
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(text) };
  try {
    const sent = request(responseUrl, { method: 'PUT', headers }).end(text);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode ?? 0;
  } catch {
    return 0;
  }
}
