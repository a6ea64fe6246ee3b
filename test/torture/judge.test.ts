interface Verdict {
  kind: string;
  sentence?: string;
}
const { judge } = jest.requireActual<{
  judge: (result: object, outage: object | undefined, tookMs: number) => Verdict;
}>('../../torture/promises/judge.mjs');

const answer = (status: number, body: object, headers: Record<string, string> = {}) => ({
  status,
  body: JSON.stringify(body),
  headers: new Map(Object.entries(headers)),
});
const unavailable = { errors: [{ message: 'Later.', extensions: { code: 'SERVICE_UNAVAILABLE' } }] };
const loss = { loss: 'ECONNRESET', isPartial: false, wasAccepted: true, writtenAt: 90, wasRead: false };
const stop = { signal: 'SIGTERM', from: 100, until: 200 };
const kill = { ...stop, signal: 'SIGKILL' };

const judged = (result: object, outage?: object, tookMs = 10) => {
  const { kind, sentence } = judge(result, outage, tookMs);
  return sentence === undefined ? kind : `${kind}: ${sentence}`;
};

describe('what came of a request', () => {
  it.each([
    ['served', answer(200, { data: { answer: { id: '1' } } })],
    [
      'breach: An answer of status 200 has errors: INTERNAL_SERVER_ERROR at answer: Oh.',
      answer(200, {
        errors: [{ message: 'Oh.', path: ['answer'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
        data: null,
      }),
    ],
    [
      'breach: A mutation was refused: {"data":{"answer":{"userErrors":[{"code":"NOT_FOUND"}]}}}',
      answer(200, { data: { answer: { userErrors: [{ code: 'NOT_FOUND' }] } } }),
    ],
    [
      'breach: An answer has the status 500: INTERNAL_SERVER_ERROR at no field: Oh.',
      answer(500, { errors: [{ message: 'Oh.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }),
    ],
    ['unavailable', answer(503, unavailable, { 'retry-after': '1' })],
    ['breach: A 503 has no Retry-After in seconds, but "".', answer(503, unavailable)],
    ['breach: A 503 has no Retry-After in seconds, but "soon".', answer(503, unavailable, { 'retry-after': 'soon' })],
    [
      'breach: A 503 does not say SERVICE_UNAVAILABLE in the shape of GraphQL: {"error":"Later."}',
      answer(503, { error: 'Later.' }, { 'retry-after': '1' }),
    ],
  ])('%s', (verdict, result) => {
    expect(judged(result)).toBe(verdict);
  });

  it('is late after five and a half seconds', () => {
    const served = answer(200, { data: { answer: [] } });
    expect(judged(served, undefined, 5_500)).toBe('served');
    expect(judged(served, undefined, 5_501)).toBe('breach: An answer came later than 5.5 s.');
  });
});

describe('a connection that broke', () => {
  it.each([
    ['breach: A connection broke while the API ran: ECONNRESET.', loss, undefined],
    ['breach: A request got no answer within 10 s.', { ...loss, loss: 'timeout' }, kill],
    ['down', { ...loss, isPartial: true }, kill],
    ['breach: A request from before SIGTERM got no answer: ECONNRESET.', loss, stop],
    ['breach: A request from before SIGTERM got no answer: ECONNRESET.', { ...loss, writtenAt: 100 }, stop],
    ['crossed', { ...loss, writtenAt: 101 }, stop],
    ['breach: A request was read after SIGTERM, and not answered.', { ...loss, writtenAt: 101, wasRead: true }, stop],
    ['breach: SIGTERM cut an answer off.', { ...loss, writtenAt: 101, isPartial: true }, stop],
    ['down', { ...loss, wasAccepted: false }, stop],
  ])('%s', (verdict, result, outage) => {
    expect(judged(result, outage)).toBe(verdict);
  });
});
