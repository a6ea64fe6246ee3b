import type { Answer } from '../support/test-server';

export interface WebhookView {
  id: string;
  url: string;
  kinds: string[];
  description: string | null;
  state: 'ENABLED' | 'DISABLED';
  disabledReason: string | null;
  disabledAt: string | null;
  previousSecretEndsAt: string | null;
}

export interface DeliveryView {
  id: string;
  origin: string;
  kind: string | null;
  subject: { id: string } | null;
  state: 'PENDING' | 'DELIVERED' | 'FAILED';
  attempts: number;
  nextAttemptAt: string | null;
  lastAttemptAt: string | null;
  responseStatus: number | null;
  error: string | null;
  deliveredAt: string | null;
}

export interface WebhookAnswer {
  webhook?: WebhookView | null;
  delivery?: DeliveryView | null;
  deletedId?: string | null;
  secret?: string | null;
  userErrors: { code: string; message: string; path: string[] | null }[];
}

interface Asks {
  ask: <Data>(query: string, variables?: object, token?: string) => Promise<Answer<Data>>;
}

const WEBHOOK = 'id url kinds description state disabledReason disabledAt previousSecretEndsAt';
const DELIVERY =
  'id origin kind subject { id } state attempts nextAttemptAt lastAttemptAt responseStatus error deliveredAt';
const SHOWN = {
  createWebhook: `webhook { ${WEBHOOK} } secret`,
  updateWebhook: `webhook { ${WEBHOOK} }`,
  deleteWebhook: 'deletedId',
  rotateWebhookSecret: `webhook { ${WEBHOOK} } secret`,
  sendTestDelivery: `delivery { ${DELIVERY} }`,
  redeliver: `delivery { ${DELIVERY} }`,
};

/** Calls a mutation of webhooks as a client would; fails where it went with top-level errors. */
export async function call(
  server: Asks,
  mutation: keyof typeof SHOWN,
  input: object,
  token?: string,
): Promise<WebhookAnswer> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { answer: ${mutation}(input: $input) { ${SHOWN[mutation]} userErrors { code message path } } }`;
  const { data, errors } = await server.ask<{ answer: WebhookAnswer | null }>(query, { input }, token);
  if (errors || !data?.answer) throw new Error(JSON.stringify(errors));
  return data.answer;
}

/** The webhooks of whoever asks, newest first, with their deliveries. */
export async function look(server: Asks, token: string): Promise<(WebhookView & { deliveries: DeliveryView[] })[]> {
  const query = `{ viewer { webhooks { nodes { ${WEBHOOK} deliveries(first: 100) { nodes { ${DELIVERY} } } } } } }`;
  interface Shown {
    viewer: { webhooks: { nodes: (WebhookView & { deliveries: { nodes: DeliveryView[] } })[] } };
  }
  const { data, errors } = await server.ask<Shown>(query, {}, token);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.viewer.webhooks.nodes.map(({ deliveries, ...webhook }) => ({ ...webhook, deliveries: deliveries.nodes }));
}
