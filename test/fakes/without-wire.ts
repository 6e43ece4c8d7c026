/*
 * The tests of the handler without the wire: what an SDK client sends goes to the server of its endpoint by a call, and
 * the answer comes back as that client would have read it. A mutant that survives meets every test, and the wire takes
 * most of their time.
 */
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as directConnect from '@aws-sdk/client-direct-connect';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as eventBridge from '@aws-sdk/client-eventbridge';
import type { DirectConnectModel } from '../../simulator';
import { ModelServer } from '../../simulator/server';
import { readInput, writeError, writeOutput } from '../../simulator/wire';
import { HttpAnswer, HttpRequest, HttpServer } from './http-server';

type Respond = (request: HttpRequest) => HttpAnswer;

const servers = new Map<string, Respond>();
let started = 0;

function register(respond: Respond): string {
  started += 1;
  const host = `server-${started}`;
  servers.set(host, respond);
  return host;
}

function startServer(respond: Respond): Promise<Pick<HttpServer, 'url' | 'stop'>> {
  const host = register(respond);
  const stop = () => Promise.resolve(void servers.delete(host));
  return Promise.resolve({ url: `http://${host}`, stop });
}

const hosts = new WeakMap<ModelServer, string>();

function listen(this: ModelServer): Promise<string> {
  const { model } = this as unknown as { model: DirectConnectModel };
  const host = register(({ headers, body }) => respondAs(model, String(headers['x-amz-target']), body));
  hosts.set(this, host);
  return Promise.resolve(`http://${host}`);
}

function stop(this: ModelServer): Promise<void> {
  return Promise.resolve(void servers.delete(hosts.get(this) ?? ''));
}

function respondAs(model: DirectConnectModel, target: string, body: string): HttpAnswer {
  const answer = model.call(target.replace(/^.*\./, ''), readInput(body));
  const contentType = '';
  switch (answer.kind) {
    case 'success':
      return { status: 200, contentType, body: writeOutput(answer.output), afterMs: answer.afterMs };
    case 'failure':
      return {
        status: answer.error.status,
        contentType,
        body: writeError(answer.error),
        afterMs: answer.afterMs,
      };
    case 'silence':
      return 'no answer';
  }
}

interface Client {
  readonly config: { readonly endpoint?: () => Promise<{ readonly hostname: string }> };
}

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Record<string, unknown>;
}

/** Given to the client, or in the environment under the name of its service. */
async function hostOf({ config, constructor }: Client): Promise<string> {
  if (config.endpoint) return (await config.endpoint()).hostname;
  const service = constructor.name.replace(/Client$/, '').replace('DirectConnect', 'Direct_Connect');
  return new URL(process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? '').hostname;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

const ABORTED = () => Object.assign(new Error('Request aborted'), { name: 'AbortError' });
const NO_ANSWER = () =>
  Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });

async function send(
  this: Client,
  command: Command,
  { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
): Promise<object> {
  const hostname = await hostOf(this);
  const operation = command.constructor.name.replace(/Command$/, '');
  const isQuery = this instanceof cloudFormation.CloudFormationClient;
  const fields = { Action: operation, ...(command.input as Record<string, string>) };
  const body = isQuery ? new URLSearchParams(fields).toString() : JSON.stringify(command.input);
  if (abortSignal?.aborted) throw ABORTED();
  await turn();
  if (abortSignal?.aborted) throw ABORTED();
  const respond = servers.get(hostname);
  const target =
    this instanceof dynamoDb.DynamoDBClient ? `DynamoDB_20120810.${operation}` : `AWSEvents.${operation}`;
  const answer = respond?.({ headers: { 'x-amz-target': target }, body }) ?? 'no answer';
  await turn();
  if (answer !== 'no answer' && answer.afterMs > 0) await late(answer.afterMs, abortSignal);
  if (abortSignal?.aborted) throw ABORTED();
  if (answer === 'no answer') throw NO_ANSWER();
  const { status } = answer;
  const output = isQuery ? readXml(answer.body) : readJson(answer.body);
  if (status < 300) return { ...output, $metadata: { httpStatusCode: status } };
  throw exceptionOf(output, status);
}

function late(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    timer.unref();
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

type Output = Record<string, unknown>;

function readJson(body: string): Output {
  return JSON.parse(body) as Output;
}

/** What is read of the answers of the fake of CloudFormation. */
function readXml(body: string): Output {
  const text = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(body)?.[1];
  const ResourceStatus = text('ResourceStatus');
  if (body.startsWith('<ErrorResponse')) return { __type: text('Code'), message: text('Message') };
  if (ResourceStatus === undefined) {
    return { Stacks: [{ StackStatus: text('StackStatus'), ParentId: text('ParentId') }] };
  }
  return { StackResourceDetail: { ResourceStatus, PhysicalResourceId: text('PhysicalResourceId') } };
}

/** Those that the SDK has a class for. */
const EXCEPTIONS = [directConnect, dynamoDb, eventBridge] as unknown as Readonly<
  Record<string, new (given: object) => Error>
>[];

function exceptionOf({ __type, message = '' }: Output, status: number): Error {
  const name = String(__type).replace(/^.*#/, '');
  const given = { name, message, $fault: 'client', $metadata: { httpStatusCode: status } };
  const Known = EXCEPTIONS.find((each) => each[name] !== undefined)?.[name];
  return Known ? new Known(given) : new directConnect.DirectConnectServiceException(given as never);
}

Object.assign(HttpServer, { start: startServer });
Object.assign(ModelServer.prototype, { listen, stop });
Object.assign(Object.getPrototypeOf(directConnect.DirectConnectClient.prototype) as object, { send });
