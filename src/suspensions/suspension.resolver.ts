import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context';
import { forgetLoaded } from '../graphql/loader';
import { rowKeyOf } from '../graphql/node';
import { MutationInput, Payload, payloadOf } from '../graphql/payload';
import { notFound } from '../graphql/user-error';
import { DateTime } from '../graphql/scalars';
import { hasScope, requireScope, Viewer } from '../graphql/viewer';
import { User } from '../users/user.entity';
import { userById } from '../users/user.loaders';
import { Suspension } from './suspension.entity';
import { suspensionOfUser } from './suspension.loaders';
import { suspendUser, unsuspendUser } from './suspension.service';

@InputType({ description: 'Whom to suspend, why and how long.' })
class SuspendUserInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the person.' })
  userId!: string;

  @Field({ description: 'Why, for the person concerned to read: 1 to 1000 characters.' })
  reason!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it ends by itself, in the future; without it, it lasts until somebody lifts it.',
  })
  endsAt?: Date | null;
}

@InputType({ description: 'Whose suspension to lift.' })
class UnsuspendUserInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the person.' })
  userId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What came of a suspension.' })
class SuspendUserPayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The person who is suspended now; null where it was refused.' })
  user: User | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of lifting a suspension.' })
class UnsuspendUserPayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The person who is free to act now; null where it was refused.' })
  user: User | null = null;
}

@Resolver()
export class SuspensionMutationsResolver {
  @Mutation(() => SuspendUserPayload, {
    nullable: true,
    description:
      'Lets a person read and nothing else, at once, in place of the suspension that they are under. Needs the scope `moderate` and the role of a moderator; for a moderator or an admin that of an admin. Nobody can suspend themselves.',
  })
  suspendUser(
    @Arg('input', () => SuspendUserInput, { description: 'Whom, why and how long.' }) input: SuspendUserInput,
    @Ctx() context: Context,
  ): Promise<SuspendUserPayload> {
    const { reason, endsAt = null } = input;
    return payloadOf(SuspendUserPayload, input, async () => ({
      user: await moderated(context, input.userId, (userId, by) =>
        suspendUser(context.database, { userId, reason, endsAt }, by),
      ),
    }));
  }

  @Mutation(() => UnsuspendUserPayload, {
    nullable: true,
    description:
      'Lifts a suspension at once. Where there is none, nothing changes and it succeeds. Needs what `suspendUser` needs.',
  })
  unsuspendUser(
    @Arg('input', () => UnsuspendUserInput, { description: 'Whose.' }) input: UnsuspendUserInput,
    @Ctx() context: Context,
  ): Promise<UnsuspendUserPayload> {
    return payloadOf(UnsuspendUserPayload, input, async () => ({
      user: await moderated(context, input.userId, (userId, by) => unsuspendUser(context.database, userId, by)),
    }));
  }
}

@Resolver(() => User)
export class UserSuspensionResolver {
  @FieldResolver(() => Suspension, {
    nullable: true,
    description:
      'That this person may only read now; null where they may do more. For themselves, and for moderators with the scope `moderate`: null to everybody else.',
  })
  suspension(@Root() user: User, @Ctx() context: Context): Promise<Suspension | null> | null {
    const isShown = context.viewer?.userId === user.rowId || hasScope(context.viewer, 'moderate');
    return isShown ? suspensionOfUser(context).load(user.rowId) : null;
  }
}

@Resolver(() => Suspension)
export class SuspensionResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The moderator; null for one who is gone, and where it was done on the server itself.',
  })
  suspendedBy(@Root() suspension: Suspension, @Ctx() context: Context): Promise<User | null> | null {
    return suspension.suspendedById === null ? null : userById(context).load(suspension.suspendedById);
  }
}

/** Acts on a person as a moderator, and answers the person as they are then. */
async function moderated(
  context: Context,
  id: string,
  act: (userId: number, by: Viewer) => Promise<boolean>,
): Promise<User> {
  const viewer = requireScope(context.viewer, 'moderate');
  const userId = rowKeyOf('User', id);
  const isDone = userId !== null && (await act(userId, viewer));
  forgetLoaded(context);
  const user = isDone ? await userById(context).load(userId) : null;
  if (user) return user;
  throw notFound('userId', 'person', id);
}
