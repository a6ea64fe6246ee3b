import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../graphql/context';
import { accountDeleted } from '../graphql/deleted-person';
import { badUserInput } from '../graphql/errors';
import { forgetLoaded } from '../graphql/loader';
import { MutationInput, Payload, payloadOf } from '../graphql/payload';
import { requireScope } from '../graphql/viewer';
import { updateProfile } from './profile.service';
import { User } from './user.entity';
import { userById } from './user.loaders';

@InputType({ description: "What to change of the viewer's profile; what is left out stays as it is." })
class UpdateProfileInput extends MutationInput {
  @Field(() => String, {
    nullable: true,
    description:
      'The new name that is unique here: 1 to 39 letters, digits and single hyphens; capitals become small. Links by the old one lead nowhere, or to whoever takes it next. Not null.',
  })
  handle?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The new name to show: 1 to 100 characters; white space is folded. Not null.',
  })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The address of the new picture: `https`, at most 2000 ASCII characters. Null takes the picture away.',
  })
  avatarUrl?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of changing a profile.' })
class UpdateProfilePayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The viewer as they are now; null where the change was refused.' })
  user: User | null = null;
}

@Resolver()
export class ProfileResolver {
  @Mutation(() => UpdateProfilePayload, {
    nullable: true,
    description: 'Changes how the viewer is called and shown. Needs the scope `write`.',
  })
  updateProfile(
    @Arg('input', () => UpdateProfileInput, { description: 'What to change.' }) input: UpdateProfileInput,
    @Ctx() context: Context,
  ): Promise<UpdateProfilePayload> {
    return payloadOf(UpdateProfilePayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'write');
      const [handle, name] = [notNull('handle', input.handle), notNull('name', input.name)];
      await updateProfile(context.database.pool, userId, { handle, name, avatarUrl: input.avatarUrl });
      forgetLoaded(context);
      const user = await userById(context).load(userId);
      if (!user) throw accountDeleted();
      return { user };
    });
  }
}

function notNull(field: string, value: string | null | undefined): string | undefined {
  if (value === null) throw badUserInput(`input.${field}`, `"${field}" is null; leave it out to keep what it is.`);
  return value;
}
