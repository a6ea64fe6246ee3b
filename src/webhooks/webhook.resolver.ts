import { Args, Ctx, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context';
import { loadNode, Node, nodeId } from '../graphql/node';
import { PageArguments } from '../graphql/page';
import { connectionOf, Edge, edgeOf } from '../paging/connection';
import { defineRelationField } from '../paging/relation-field';
import { User } from '../users/user.entity';
import { WebhookDelivery } from './webhook-delivery.entity';
import { Webhook } from './webhook.entity';
import { DELIVERY_COLUMNS, deliveryCountOfWebhook, WEBHOOK_COLUMNS, webhookCountOfUser } from './webhook.loaders';

@ObjectType({ simpleResolvers: true, description: 'One of the webhooks of a person.' })
export class UserWebhookEdge extends edgeOf(Webhook, 'The webhook.') {}

@ObjectType({ simpleResolvers: true, description: 'The webhooks of a person, newest first.' })
export class UserWebhookConnection extends connectionOf(UserWebhookEdge, Webhook) {}

@ObjectType({ simpleResolvers: true, description: 'A delivery to a webhook.' })
export class WebhookDeliveryEdge extends edgeOf(WebhookDelivery, 'The delivery.') {}

@ObjectType({ simpleResolvers: true, description: 'What is or was sent to a webhook, newest first.' })
export class WebhookDeliveryConnection extends connectionOf(WebhookDeliveryEdge, WebhookDelivery) {}

const webhooksOfUser = defineRelationField<Webhook, Edge<Webhook>>({
  name: 'User.webhooks',
  relation: {
    of: Webhook,
    select: WEBHOOK_COLUMNS,
    from: 'webhooks w',
    parent: 'w.user_id',
    parentType: 'integer',
    keyset: { keys: [{ sql: 'w.id', type: 'integer' }], direction: 'DESC' },
  },
  sortValuesOf: (row) => [row.rowId],
  edgeOf: (row, cursor) => new UserWebhookEdge(row, ...cursor),
});

const deliveriesOfWebhook = defineRelationField<WebhookDelivery, Edge<WebhookDelivery>>({
  name: 'Webhook.deliveries',
  relation: {
    of: WebhookDelivery,
    select: DELIVERY_COLUMNS,
    from: 'webhook_deliveries d',
    parent: 'd.webhook_id',
    parentType: 'integer',
    keyset: { keys: [{ sql: 'd.id', type: 'bigint' }], direction: 'DESC' },
  },
  sortValuesOf: (row) => [row.rowId],
  edgeOf: (row, cursor) => new WebhookDeliveryEdge(row, ...cursor),
});

@Resolver(() => User)
export class UserWebhooksResolver {
  @FieldResolver(() => UserWebhookConnection, {
    nullable: true,
    description:
      'The webhooks of this person, newest first; 20 a page, at most 100. For themselves alone: null to everybody else.',
  })
  async webhooks(
    @Root() user: User,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<UserWebhookConnection | null> {
    if (context.viewer?.userId !== user.rowId) return null;
    const page = await webhooksOfUser(context, user.rowId, args);
    return new UserWebhookConnection(page, async () => ({
      count: (await webhookCountOfUser(context).load(user.rowId)) ?? 0,
    }));
  }
}

@Resolver(() => Webhook)
export class WebhookDeliveriesResolver {
  @FieldResolver(() => WebhookDeliveryConnection, {
    description: 'What is or was sent to it, newest first; 20 a page, at most 100.',
  })
  async deliveries(
    @Root() { rowId }: Webhook,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<WebhookDeliveryConnection> {
    const page = await deliveriesOfWebhook(context, rowId, args);
    return new WebhookDeliveryConnection(page, async () => ({
      count: (await deliveryCountOfWebhook(context).load(rowId)) ?? 0,
    }));
  }
}

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  @FieldResolver(() => Node, {
    nullable: true,
    description: 'What it is about, as it is now; null for a test, and for what is gone.',
  })
  async subject(@Root() { subjectType, subjectId }: WebhookDelivery, @Ctx() context: Context): Promise<object | null> {
    return subjectType === null || subjectId === null ? null : loadNode(context, nodeId(subjectType, subjectId));
  }
}
