import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { CountsAs } from '../graphql/charges';
import type { Context } from '../graphql/context';
import { requireScope } from '../graphql/viewer';
import { performOnce } from '../idempotency/perform-once';
import { queueTest, redeliver } from './owning/extra-delivery.service';
import { lockOwnWebhook } from './owning/own-webhook.query';
import { requireSecretBox } from './webhook-input';
import {
  RedeliverInput,
  RedeliverPayload,
  SendTestDeliveryInput,
  SendTestDeliveryPayload,
} from './webhook-mutations.inputs';
import { deliveryById } from './webhook.loaders';

@Resolver()
export class DeliveryMutationsResolver {
  @CountsAs('deliveries')
  @Mutation(() => SendTestDeliveryPayload, {
    nullable: true,
    description:
      'Sends a test to a webhook of the viewer, once and soon, also to one that is disabled: its type is `webhook.test`. Ask for the delivery again to see what came of it. Needs the scope `write`.',
  })
  sendTestDelivery(
    @Arg('input', () => SendTestDeliveryInput, { description: 'Which webhook.' }) input: SendTestDeliveryInput,
    @Ctx() context: Context,
  ): Promise<SendTestDeliveryPayload> {
    const viewer = requireScope(context.viewer, 'write');
    return performOnce(SendTestDeliveryPayload, input, context, {
      viewer,
      async perform(sql) {
        requireSecretBox(context.webhookRules);
        return { made: { delivery: await queueTest(sql, await lockOwnWebhook(sql, viewer, input.webhookId)) } };
      },
      answer: async ({ delivery }) => ({ delivery: await deliveryById(context).load(delivery) }),
    });
  }

  @CountsAs('deliveries')
  @Mutation(() => RedeliverPayload, {
    nullable: true,
    description:
      'Sends something once more to a webhook of the viewer, as a new delivery with the same `webhook-id` and one attempt, out of the order of its subject. What still waits for its next attempt is sent now instead. Needs the scope `write`.',
  })
  redeliver(
    @Arg('input', () => RedeliverInput, { description: 'What.' }) input: RedeliverInput,
    @Ctx() context: Context,
  ): Promise<RedeliverPayload> {
    const viewer = requireScope(context.viewer, 'write');
    return performOnce(RedeliverPayload, input, context, {
      viewer,
      async perform(sql) {
        requireSecretBox(context.webhookRules);
        return { made: { delivery: await redeliver(sql, viewer, input.deliveryId) } };
      },
      answer: async ({ delivery }) => ({ delivery: await deliveryById(context).load(delivery) }),
    });
  }
}
