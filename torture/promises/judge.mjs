/** No request may take longer: the deadline of the server, and what a busy machine takes to bring the answer over. */
const DEADLINE_MS = 5_500;
/** We wait for longer, to tell a late answer from none. */
export const PATIENCE_MS = 10_000;

/**
 * What came of a request:
 * - `served`, as asked, with the `answer` of its one field,
 * - `unavailable`, refused in the way that clients can act on,
 * - `down`, no answer since the API was ended by us,
 * - `crossed`, no answer as it was sent while the API stopped and closed the connection, and was not read,
 * - `breach`, anything else, with a sentence.
 */
export function judge(result, outage, tookMs) {
  if (result.loss) return judgeLoss(result, outage);
  if (tookMs > DEADLINE_MS) return breach(`An answer came later than ${DEADLINE_MS / 1000} s.`);
  if (result.status === 200) return judgeAnswer(result);
  if (result.status === 503) return judgeRefusal(result);
  return breach(`An answer has the status ${result.status}: ${gist(result.body)}`);
}

function judgeAnswer({ body }) {
  const { data, errors } = parsed(body) ?? {};
  if (errors || !data) return breach(`An answer of status 200 has errors: ${gist(body)}`);
  if (data.answer?.userErrors?.length) return breach(`A mutation was refused: ${gist(body)}`);
  return { kind: 'served', answer: data.answer };
}

function judgeRefusal({ headers, body }) {
  const { errors } = parsed(body) ?? {};
  if (!Array.isArray(errors) || errors.some(({ extensions }) => extensions?.code !== 'SERVICE_UNAVAILABLE')) {
    return breach(`A 503 does not say SERVICE_UNAVAILABLE in the shape of GraphQL: ${gist(body)}`);
  }
  if (!/^[1-9]\d*$/.test(headers.get('retry-after') ?? '')) {
    return breach(`A 503 has no Retry-After in seconds, but "${headers.get('retry-after') ?? ''}".`);
  }
  return { kind: 'unavailable' };
}

/**
 * A connection may break only where the API was ended by us. Under -9, anyhow. Under SIGTERM each request must be
 * answered that the server read, and each that was whole in its kernel before the signal, over a connection that it
 * had taken. Not so one that was sent later and that the server's kernel refused since the connection was closed: the
 * client knows that nobody saw it. Nor one over a new connection that the server had not yet taken.
 */
function judgeLoss({ loss, isPartial, wasAccepted, writtenAt, wasRead }, outage) {
  if (loss === 'timeout') return breach(`A request got no answer within ${PATIENCE_MS / 1000} s.`);
  if (!outage) return breach(`A connection broke while the API ran: ${loss}.`);
  if (outage.signal === 'SIGKILL') return { kind: 'down' };
  if (isPartial) return breach('SIGTERM cut an answer off.');
  if (wasAccepted && writtenAt <= outage.from) return breach(`A request from before SIGTERM got no answer: ${loss}.`);
  if (wasRead) return breach('A request was read after SIGTERM, and not answered.');
  return { kind: wasAccepted ? 'crossed' : 'down' };
}

const breach = (sentence) => ({ kind: 'breach', sentence });

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** What an answer says, without what differs from one to the next, so that like breaches are counted as one. */
function gist(body) {
  const { errors } = parsed(body) ?? {};
  if (!Array.isArray(errors)) return body.length > 200 ? `${body.slice(0, 200)}…` : body.trim();
  return errors
    .map(({ message, path, extensions }) => `${extensions?.code} at ${path?.join('.') ?? 'no field'}: ${message}`)
    .join(' ');
}
