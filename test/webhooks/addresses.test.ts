import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { startTestServer, TestServer, WEBHOOK_RULES } from '../support/test-server';
import { until } from '../support/until';
import { deliver, happen } from './delivering';
import { answering, Receiver } from './receiver';
import { call, look } from './webhook-client';

/** What names lead to here; a test changes it as an attacker changes the DNS. */
const ADDRESSES: Record<string, string[]> = {};
const resolveHost = (name: string) => Promise.resolve(ADDRESSES[name] ?? []);

let server: TestServer;
let receiver: Receiver;
let ada: string;
beforeAll(async () => {
  const allowedHosts = ['127.0.0.1:1', 'receiver.example'];
  server = await startTestServer({ limits: { webhooksPerUser: 1_000 }, webhookRules: { allowedHosts, resolveHost } });
  ada = await server.signUp('ada', ['write']);
});
afterAll(() => server.close());
beforeEach(async () => {
  receiver = await Receiver.start();
  Object.assign(ADDRESSES, { 'public.example': ['2606:4700::1111', '93.184.216.34'] });
});
afterEach(() => receiver.stop());

const create = (url: string) => call(server, 'createWebhook', { url }, ada);
const refusalOf = async (url: string) => {
  const { webhook, userErrors } = await create(url);
  expect(webhook).toBeNull();
  expect(userErrors).toEqual([
    { code: 'INVALID_VALUE', message: expect.any(String) as string, path: ['input', 'url'] },
  ]);
  return userErrors[0]?.message;
};

const NOT_PUBLIC = (host: string) =>
  `The host "${host}" is at a private, local or reserved address; a webhook takes a host on the public internet.`;

describe('the address of a webhook', () => {
  it.each([
    ['https://public.example/hooks?of=ada#here', 'https://public.example/hooks?of=ada'],
    ['HTTPS://Public.Example:8443', 'https://public.example:8443/'],
    ['https://93.184.216.34/', 'https://93.184.216.34/'],
    ['https://[2606:4700::1111]/', 'https://[2606:4700::1111]/'],
    ['http://127.0.0.1:1/allowed', 'http://127.0.0.1:1/allowed'],
    ['http://receiver.example:8080/', 'http://receiver.example:8080/'],
  ])('may be %s', async (url, kept) => {
    ADDRESSES['receiver.example'] = ['10.0.0.7'];
    const { webhook, userErrors } = await create(url);
    // A host that is allowed is looked up as this machine knows it, and it knows none of that name.
    if (url.includes('receiver')) expect(userErrors[0]?.message).toBe('The host "receiver.example" has no address.');
    else expect(webhook?.url).toBe(kept);
  });

  it.each([
    ['', /^"" is no address that can be sent to; it takes one such as "https:\/\/example\.org\/hooks"\.$/],
    ['example.org', /is no address/],
    ['ftp://public.example', /is no address/],
    ['javascript:alert(1)', /is no address/],
    ['https://', /is no address/],
    ['https://user:password@public.example', /^The address has a user or a password before its host;/],
    ['https://token@public.example', /^The address has a user or a password before its host;/],
    ['http://public.example/', /^"http:\/\/public\.example\/" can be read on the way; it takes .* https:\/\/\.$/],
    ['http://127.0.0.1:2/', /can be read on the way/],
    [`https://public.example/${'x'.repeat(2_000)}`, /^The address has 2023 characters; it takes at most 2000\.$/],
    [`https://public.example/${'é'.repeat(900)}`, /^The address has 5423 characters as it is sent;/],
    ['https://nowhere.example/', /^The host "nowhere\.example" has no address\.$/],
  ])('is refused as %j', async (url, message) => {
    expect(await refusalOf(url)).toMatch(message);
  });

  it.each(
    [
      ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'],
      ...['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1'],
      ...['[::1]', '[::]', '[fe80::1]', '[fc00::1]', '[fd00:ec2::254]', '[ff02::1]', '[2001:db8::1]'],
      ...['[::ffff:127.0.0.1]', '[::ffff:a00:1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[::127.0.0.1]'],
    ].map((host) => [host]),
  )('is refused at %s', async (host) => {
    const { hostname } = new URL(`https://${host}`);
    expect(await refusalOf(`https://${host}/`)).toBe(NOT_PUBLIC(hostname.replace(/[[\]]/g, '')));
    ADDRESSES['inner.example'] = ['93.184.216.34', host.replace(/[[\]]/g, '')];
    expect(await refusalOf('https://inner.example/')).toBe(NOT_PUBLIC('inner.example'));
  });

  it.each(['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '127.0.0.1.', '0', '１２７.０.０.１'])(
    'is refused at this machine as %s spells it',
    async (host) => {
      expect(await refusalOf(`https://${host}/`)).toMatch(/is at a private, local or reserved address|has no address/);
    },
  );

  it('is examined again when it changes', async () => {
    const { webhook } = await create('https://public.example/');
    const { userErrors } = await call(server, 'updateWebhook', { webhookId: webhook?.id, url: 'https://[::1]/' }, ada);
    expect(userErrors).toEqual([{ code: 'INVALID_VALUE', message: NOT_PUBLIC('::1'), path: ['input', 'url'] }]);
  });

  it('is refused where nobody can say what it leads to', async () => {
    const failing = await startTestServer({
      webhookRules: { resolveHost: () => Promise.reject(new Error('SERVFAIL')) },
    });
    const token = await failing.signUp('ada', ['write']);
    const { userErrors } = await call(failing, 'createWebhook', { url: 'https://public.example/' }, token);
    expect(userErrors.map(({ message }) => message)).toEqual(['The host "public.example" could not be looked up.']);
    await failing.close();
  });
});

/** Something in the inner network that counts who comes. */
async function innerService() {
  const service = createServer((socket) => {
    visits.count++;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  const visits = { count: 0, port: 0, close: () => service.close() };
  await once(service, 'listening');
  visits.port = (service.address() as AddressInfo).port;
  return visits;
}

const lastDelivery = async () => (await look(server, ada))[0]?.deliveries[0];

async function failureOf(url: string, allowedHosts: string[] = []): Promise<string | null> {
  await call(server, 'createWebhook', { url: 'https://public.example/' }, ada);
  await server.database.pool.query('update webhooks set url = $1 where id = (select max(id) from webhooks)', [url]);
  const outbound = { ...WEBHOOK_RULES, allowedHosts, resolveHost };
  const stop = deliver(server, { outbound, pace: { retryDelaysMs: [600_000], restMs: 600_000, restMaxMs: 600_000 } });
  await happen(server.database, [1]);
  const failed = await until('it fails', async () => {
    const delivery = await lastDelivery();
    return delivery?.error ? delivery : undefined;
  });
  await stop();
  return failed.error;
}

describe('a delivery', () => {
  it('is not made to a name that leads to this machine by now', async () => {
    const inner = await innerService();
    ADDRESSES['public.example'] = ['127.0.0.1'];
    expect(await failureOf(`https://public.example:${inner.port}/`)).toBe(NOT_PUBLIC('public.example'));
    expect(inner.count).toBe(0);
    inner.close();
  });

  it('asks once where a name leads to, and connects to no other address than the one it checked', async () => {
    const inner = await innerService();
    let asked = 0;
    const changing = () => Promise.resolve(asked++ === 0 ? ['2606:4700::1111'] : ['127.0.0.1']);
    ADDRESSES['public.example'] = ['93.184.216.34'];
    await call(server, 'createWebhook', { url: `https://public.example:${inner.port}/` }, ada);
    const outbound = { ...WEBHOOK_RULES, allowedHosts: [], resolveHost: changing };
    const stop = deliver(server, { outbound, pace: { timeoutMs: 200, retryDelaysMs: [600_000] } });
    await happen(server.database, [1]);
    await until('it fails', async () => (await lastDelivery())?.error);
    await stop();
    expect(asked).toBe(1);
    expect(inner.count).toBe(0);
    inner.close();
  });

  it.each(['https://127.0.0.1:1/', 'https://[::ffff:7f00:1]/', 'https://169.254.169.254/latest/meta-data'])(
    'is not made to %s',
    async (url) => {
      expect(await failureOf(url)).toMatch(/is at a private, local or reserved address/);
    },
  );

  it.each([301, 302, 303, 307, 308])('follows no redirect, also with %i', async (status) => {
    const inner = await innerService();
    receiver.answer = answering(status, { location: `http://127.0.0.1:${inner.port}/` });
    expect(await failureOf(receiver.url, ['127.0.0.1'])).toBe(
      `The receiver answered ${status}, which leads elsewhere; no redirect is followed, so give the webhook its last address.`,
    );
    expect(receiver.received).toHaveLength(1);
    expect(inner.count).toBe(0);
    inner.close();
  });
});
