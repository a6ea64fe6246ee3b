import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { MutationInput, Payload } from '../graphql/payload';
import { CreatingMutationInput } from '../idempotency/creating-mutation.inputs';
import { ChangeKinds } from '../stream/change-kind';
import { WebhookDelivery } from './webhook-delivery.entity';
import { Webhook } from './webhook.entity';

const URL_RULE =
  '`https://` and a host on the public internet, at most 2,000 characters, without a user or a password; no redirect is followed. Whoever runs this deployment may allow further hosts, by `http://` too.';

@InputType({ description: 'What webhook to make.' })
export class CreateWebhookInput extends CreatingMutationInput {
  @Field({ description: `Where to post: ${URL_RULE}` })
  url!: string;

  @Field(() => [ChangeKinds], { nullable: true, description: 'What to tell it of; all there is where this is empty.' })
  kinds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to remember of it, 1 to 200 characters; white space at the ends does not count.',
  })
  description?: string | null;
}

@InputType({ description: 'What to change of a webhook; what is left out stays as it is.' })
export class UpdateWebhookInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the webhook.' })
  webhookId!: string;

  @Field(() => String, { nullable: true, description: `Where to post from now on: ${URL_RULE} Not null.` })
  url?: string | null;

  @Field(() => [ChangeKinds], {
    nullable: true,
    description: 'What to tell it of from now on; all there is where this is empty. Not null.',
  })
  kinds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to remember of it, 1 to 200 characters; null for nothing.',
  })
  description?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether to send to it. One that is enabled again goes on from where it stood; where that is longer ago than changes are kept, from now on. Not null.',
  })
  isEnabled?: boolean | null;
}

@InputType({ description: 'Which webhook to delete.' })
export class DeleteWebhookInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the webhook.' })
  webhookId!: string;
}

@InputType({ description: 'Which webhook gets a new secret.' })
export class RotateWebhookSecretInput extends CreatingMutationInput {
  @Field(() => ID, { description: 'The id of the webhook.' })
  webhookId!: string;
}

@InputType({ description: 'Which webhook to test.' })
export class SendTestDeliveryInput extends CreatingMutationInput {
  @Field(() => ID, { description: 'The id of the webhook.' })
  webhookId!: string;
}

@InputType({ description: 'What to send once more.' })
export class RedeliverInput extends CreatingMutationInput {
  @Field(() => ID, { description: 'The id of the delivery.' })
  deliveryId!: string;
}

const WEBHOOK = { nullable: true, description: 'The webhook as it is now; null where this was refused.' };
const DELIVERY = { nullable: true, description: 'What is sent now; null where this was refused.' };
const SECRET =
  'What deliveries are signed by: `whsec_` and base64 of 32 bytes, as libraries for Standard Webhooks take it. Shown here and never again: null where this was refused, or done before under the same idempotency key.';

@ObjectType({ simpleResolvers: true, description: 'What came of making a webhook.' })
export class CreateWebhookPayload extends Payload {
  @Field(() => Webhook, WEBHOOK)
  webhook: Webhook | null = null;

  @Field(() => String, { nullable: true, description: SECRET })
  secret: string | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of changing a webhook.' })
export class UpdateWebhookPayload extends Payload {
  @Field(() => Webhook, WEBHOOK)
  webhook: Webhook | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of deleting a webhook.' })
export class DeleteWebhookPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The id of the webhook that is gone; null where it was refused.' })
  deletedId: string | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of giving a webhook a new secret.' })
export class RotateWebhookSecretPayload extends Payload {
  @Field(() => Webhook, WEBHOOK)
  webhook: Webhook | null = null;

  @Field(() => String, { nullable: true, description: SECRET })
  secret: string | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of testing a webhook.' })
export class SendTestDeliveryPayload extends Payload {
  @Field(() => WebhookDelivery, DELIVERY)
  delivery: WebhookDelivery | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of sending something once more.' })
export class RedeliverPayload extends Payload {
  @Field(() => WebhookDelivery, DELIVERY)
  delivery: WebhookDelivery | null = null;
}
