import type { StoredChange } from '../../changes/read-stretch.query';
import { nodeId } from '../../graphql/node';
import { encodeChangeCursor } from '../../stream/change-cursor';

/** A change as receivers get it. Every id is that of a node. */
export function changeBody(change: StoredChange): string {
  const { position, kind, occurredAt, actorId, subjectType, subjectKey, paperId, editionDate, mergedInto } = change;
  const idOf = (type: string, key: string | number | null) => (key === null ? null : nodeId(type, key));
  return JSON.stringify({
    type: messageType(kind),
    timestamp: occurredAt.toISOString(),
    data: {
      cursor: encodeChangeCursor(position),
      kind,
      subjectId: nodeId(subjectType, subjectKey),
      paperId: idOf('Paper', paperId),
      editionDate,
      actorId: idOf('User', actorId),
      mergedInto: idOf(subjectType, mergedInto),
    },
  });
}

/** What a test is sent with. */
export function testBody(webhookRowId: number, at = new Date()): string {
  const data = { webhookId: nodeId('Webhook', webhookRowId) };
  return JSON.stringify({ type: 'webhook.test', timestamp: at.toISOString(), data });
}

/** As Standard Webhooks names types: PAPER_UPVOTE_REMOVED is `paper.upvote_removed`. */
function messageType(kind: string): string {
  return kind.toLowerCase().replace('_', '.');
}
