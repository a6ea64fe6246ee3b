import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { CountsAs } from '../graphql/charges';
import type { Context } from '../graphql/context';
import { forgetLoaded } from '../graphql/loader';
import { rowKeyOf } from '../graphql/node';
import { MutationInput, Payload, payloadOf } from '../graphql/payload';
import { notFound } from '../graphql/user-error';
import { DateTime } from '../graphql/scalars';
import { requireScope, Scope } from '../graphql/viewer';
import { CreatingMutationInput } from '../idempotency/creating-mutation.inputs';
import { performOnce } from '../idempotency/perform-once';
import { AccessToken, AccessTokenScope } from './access-token.entity';
import { accessTokenById } from './access-token.loaders';
import { makeOwnAccessToken, revokeAccessTokenAs } from './own-access-tokens.service';

@InputType({ description: 'What access token to make.' })
class CreateAccessTokenInput extends CreatingMutationInput {
  @Field({ description: 'What to call it, 1 to 100 characters; white space at the ends does not count.' })
  name!: string;

  @Field(() => [AccessTokenScope], {
    description: 'What it may do: at least one scope, and none that the bearer of this request does not hold.',
  })
  scopes!: Scope[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it stops working, at most 366 days ahead; in 90 days where this is null or left out.',
  })
  expiresAt?: Date | null;
}

@InputType({ description: 'Which access token to revoke.' })
class RevokeAccessTokenInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the access token.' })
  accessTokenId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What came of making an access token.' })
class CreateAccessTokenPayload extends Payload {
  @Field(() => AccessToken, { nullable: true, description: 'The access token; null where it was refused.' })
  accessToken: AccessToken | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'What to send as `Authorization: Bearer dp_…`, 39 characters. Shown here and never again: null where the token was refused, or was made before under the same idempotency key.',
  })
  secret: string | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of revoking an access token.' })
class RevokeAccessTokenPayload extends Payload {
  @Field(() => AccessToken, { nullable: true, description: 'The revoked access token; null where there is none.' })
  accessToken: AccessToken | null = null;
}

@Resolver()
export class AccessTokenMutationsResolver {
  @CountsAs('tokens')
  @Mutation(() => CreateAccessTokenPayload, {
    nullable: true,
    description:
      'Makes an access token for the viewer, who may have 50 that work. It lives on when the one that made it is revoked. Needs the scope `write`.',
  })
  async createAccessToken(
    @Arg('input', () => CreateAccessTokenInput, { description: 'What to make.' }) input: CreateAccessTokenInput,
    @Ctx() context: Context,
  ): Promise<CreateAccessTokenPayload> {
    const viewer = requireScope(context.viewer, 'write');
    return performOnce(CreateAccessTokenPayload, input, context, {
      viewer,
      async perform(sql) {
        const { rowId, secret } = await makeOwnAccessToken(sql, viewer, input);
        return { made: { accessToken: rowId }, secret };
      },
      async answer({ accessToken }, secret) {
        return { accessToken: await accessTokenById(context).load(accessToken), secret };
      },
    });
  }

  @Mutation(() => RevokeAccessTokenPayload, {
    nullable: true,
    description:
      "Ends an access token: from the next request on it is refused everywhere. One's own, or anybody's for an administrator with the scope `admin`. A revoked one stays as it is, and that succeeds. Needs the scope `write`.",
  })
  revokeAccessToken(
    @Arg('input', () => RevokeAccessTokenInput, { description: 'Which one.' }) input: RevokeAccessTokenInput,
    @Ctx() context: Context,
  ): Promise<RevokeAccessTokenPayload> {
    return payloadOf(RevokeAccessTokenPayload, input, async () => {
      const viewer = requireScope(context.viewer, 'write');
      const rowId = rowKeyOf('AccessToken', input.accessTokenId);
      const isRevoked = rowId !== null && (await revokeAccessTokenAs(context.database.pool, viewer, rowId));
      if (!isRevoked) throw notFound('accessTokenId', 'access token of yours', input.accessTokenId);
      forgetLoaded(context);
      return { accessToken: await accessTokenById(context).load(rowId) };
    });
  }
}
