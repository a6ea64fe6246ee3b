import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { CountsAs } from '../graphql/charges';
import type { Context } from '../graphql/context';
import { forgetLoaded } from '../graphql/loader';
import { payloadOf } from '../graphql/payload';
import { requireScope } from '../graphql/viewer';
import { performOnce } from '../idempotency/perform-once';
import { changeWebhook, deleteWebhook } from './owning/change-webhook.service';
import { makeWebhook } from './owning/make-webhook.service';
import { lockOwnWebhook } from './owning/own-webhook.query';
import { rotateSecret } from './owning/rotate-secret.service';
import { distinctKinds, examineAddress, notNull, requireSecretBox, soundDescription } from './webhook-input';
import {
  CreateWebhookInput,
  CreateWebhookPayload,
  DeleteWebhookInput,
  DeleteWebhookPayload,
  RotateWebhookSecretInput,
  RotateWebhookSecretPayload,
  UpdateWebhookInput,
  UpdateWebhookPayload,
} from './webhook-mutations.inputs';
import { webhookById } from './webhook.loaders';

@Resolver()
export class WebhookMutationsResolver {
  @CountsAs('webhooks')
  @Mutation(() => CreateWebhookPayload, {
    nullable: true,
    description:
      'Makes a webhook for the viewer, who may have 10: it is told of what happens from now on. Needs the scope `write`.',
  })
  async createWebhook(
    @Arg('input', () => CreateWebhookInput, { description: 'What to make.' }) input: CreateWebhookInput,
    @Ctx() context: Context,
  ): Promise<CreateWebhookPayload> {
    const { webhookRules, limits } = context;
    const viewer = requireScope(context.viewer, 'write');
    const examined = await examineAddress(input.url, webhookRules);
    return performOnce(CreateWebhookPayload, input, context, {
      viewer,
      async perform(sql) {
        const secretBox = requireSecretBox(webhookRules);
        const description = soundDescription(input.description ?? null);
        const wanted = { url: examined(), kinds: distinctKinds(input.kinds ?? []), description };
        const settings = { secretBox, mostOfPerson: limits.webhooksPerUser };
        const { rowId, secret } = await makeWebhook(sql, viewer, wanted, settings);
        return { made: { webhook: rowId }, secret };
      },
      answer: async ({ webhook }, secret) => ({ webhook: await webhookById(context).load(webhook), secret }),
    });
  }

  @CountsAs('webhooks')
  @Mutation(() => UpdateWebhookPayload, {
    nullable: true,
    description:
      'Changes a webhook of the viewer, or enables it again. What waits for it already is sent to where it is then. Needs the scope `write`.',
  })
  updateWebhook(
    @Arg('input', () => UpdateWebhookInput, { description: 'What to change.' }) input: UpdateWebhookInput,
    @Ctx() context: Context,
  ): Promise<UpdateWebhookPayload> {
    return payloadOf(UpdateWebhookPayload, input, async () => {
      const viewer = requireScope(context.viewer, 'write');
      const [url, kinds] = [notNull('url', input.url), notNull('kinds', input.kinds)];
      const isEnabled = notNull('isEnabled', input.isEnabled);
      const { description } = input;
      const examined = url === undefined ? undefined : await examineAddress(url, context.webhookRules);
      const rowId = await context.database.transaction(async (sql) => {
        const webhook = await lockOwnWebhook(sql, viewer, input.webhookId);
        await changeWebhook(sql, webhook, {
          url: examined?.(),
          kinds: kinds && distinctKinds(kinds),
          description: description === undefined ? undefined : soundDescription(description),
          isEnabled,
        });
        return webhook.rowId;
      });
      forgetLoaded(context);
      return { webhook: await webhookById(context).load(rowId) };
    });
  }

  @Mutation(() => DeleteWebhookPayload, {
    nullable: true,
    description: 'Deletes a webhook of the viewer, with all that waits for it. Needs the scope `write`.',
  })
  deleteWebhook(
    @Arg('input', () => DeleteWebhookInput, { description: 'Which one.' }) input: DeleteWebhookInput,
    @Ctx() context: Context,
  ): Promise<DeleteWebhookPayload> {
    return payloadOf(DeleteWebhookPayload, input, async () => {
      const viewer = requireScope(context.viewer, 'write');
      await context.database.transaction(async (sql) => {
        await deleteWebhook(sql, await lockOwnWebhook(sql, viewer, input.webhookId));
      });
      forgetLoaded(context);
      return { deletedId: input.webhookId };
    });
  }

  @CountsAs('webhooks')
  @Mutation(() => RotateWebhookSecretPayload, {
    nullable: true,
    description:
      'Gives a webhook of the viewer a new secret. For 24 hours deliveries are signed by the one before as well, so that the receiver may be told the new one in between. Needs the scope `write`.',
  })
  rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput, { description: 'Which one.' }) input: RotateWebhookSecretInput,
    @Ctx() context: Context,
  ): Promise<RotateWebhookSecretPayload> {
    const viewer = requireScope(context.viewer, 'write');
    return performOnce(RotateWebhookSecretPayload, input, context, {
      viewer,
      async perform(sql) {
        const secretBox = requireSecretBox(context.webhookRules);
        const webhook = await lockOwnWebhook(sql, viewer, input.webhookId);
        const secret = await rotateSecret(sql, viewer, webhook, secretBox);
        return { made: { webhook: webhook.rowId }, secret };
      },
      answer: async ({ webhook }, secret) => ({ webhook: await webhookById(context).load(webhook), secret }),
    });
  }
}
