import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { unlessAborted } from '../../lib/unless-aborted';
import { outboundAddresses, type OutboundRules, RefusedAddress } from './outbound-address';

/** What came of an attempt: a status in any case where there was an answer, and a sentence where it is no success. */
export interface AttemptResult {
  status: number | null;
  failure: string | null;
}

interface Post {
  url: URL;
  headers: Record<string, string>;
  body: string;
}

export interface PostBounds {
  timeoutMs: number;
  /** Ends the request early: then this rejects with its reason. */
  signal: AbortSignal;
}

/** Of an answer its status counts; so much of the rest is read, so that a receiver can finish what it says. */
const ANSWER_BYTES = 4_096;

/** Posts a delivery once, to an address that is looked up and checked now. */
export async function postDelivery(post: Post, rules: OutboundRules, bounds: PostBounds): Promise<AttemptResult> {
  const timeout = AbortSignal.timeout(bounds.timeoutMs);
  const signal = AbortSignal.any([bounds.signal, timeout]);
  try {
    const addresses = await unlessAborted(outboundAddresses(post.url, rules), signal);
    return resultOf(await exchange(post, addresses, signal));
  } catch (error) {
    bounds.signal.throwIfAborted();
    if (error instanceof RefusedAddress) return { status: null, failure: error.message };
    if (!timeout.aborted) return { status: null, failure: sentenceOf(error as NodeJS.ErrnoException) };
    return { status: null, failure: `The receiver did not answer within ${bounds.timeoutMs / 1000} s.` };
  }
}

/** Answers the status. Each request has a connection of its own, so that the address that was checked is the one that is used. */
function exchange({ url, headers, body }: Post, addresses: string[], signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent: ClientRequest = send(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'daily-papers',
      },
      agent: false,
      lookup: answering(addresses),
      signal,
    });
    sent.on('error', reject);
    sent.on('response', (answer) => {
      // Whatever becomes of the rest, the receiver has said what it says.
      answer.on('error', () => undefined).on('close', () => resolve(answer.statusCode ?? 0));
      readSome(answer);
    });
    sent.end(body);
  });
}

function readSome(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES) answer.destroy();
  });
}

/** Looks nothing up: what was checked is what is connected to. */
function answering(addresses: string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, callback) => {
    const [first] = found;
    if (options.all) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function resultOf(status: number): AttemptResult {
  if (status >= 200 && status < 300) return { status, failure: null };
  if (status < 300 || status >= 400) return { status, failure: `The receiver answered ${status}.` };
  const failure = `The receiver answered ${status}, which leads elsewhere; no redirect is followed, so give the webhook its last address.`;
  return { status, failure };
}

const MEANINGS: Record<string, string> = {
  ECONNREFUSED: 'The receiver refuses connections.',
  ECONNRESET: 'The receiver ended the connection without an answer.',
  EPIPE: 'The receiver ended the connection without an answer.',
  ETIMEDOUT: 'The receiver could not be reached in time.',
  EHOSTUNREACH: 'No way leads to the receiver.',
  ENETUNREACH: 'No way leads to the receiver.',
};

/** Without addresses, which the messages of the system have in them. */
function sentenceOf(error: NodeJS.ErrnoException): string {
  // Several addresses that were tried in vain are several errors in one.
  const [first = error] = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [];
  const { code = 'unknown', message } = first;
  const meaning = MEANINGS[code];
  if (meaning) return meaning;
  if (/^(?:HPE_|ERR_HTTP)/.test(code)) return 'The receiver answered something that is no HTTP.';
  const isOfTls = /^(?:ERR_(?:SSL|TLS)|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_MISMATCH)/.test(code);
  if (!isOfTls) return `The receiver could not be reached (${code}).`;
  return code.startsWith('EPROTO') || code.startsWith('ERR_SSL')
    ? 'The receiver does not speak TLS as it should.'
    : `The certificate of the receiver cannot be trusted (${code}): ${message.replace(/\.?$/, '.')}`;
}
