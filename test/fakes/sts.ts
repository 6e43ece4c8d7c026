import { HttpServer } from './http-server';

/** AWS STS, as far as saying whose account it is. */
export function startSts(account: string): Promise<HttpServer> {
  const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
  const body =
    `<GetCallerIdentityResponse xmlns="${namespace}"><GetCallerIdentityResult>` +
    `<Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  return HttpServer.start(() => ({ status: 200, contentType: 'text/xml', body, afterMs: 0 }));
}
