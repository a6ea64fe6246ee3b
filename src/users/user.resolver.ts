import { Arg, Ctx, FieldResolver, Query, registerEnumType, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context';
import type { UserRole } from '../graphql/viewer';
import { User } from './user.entity';
import { userByHandle, userById } from './user.loaders';

enum Role {
  MEMBER = 'MEMBER',
  MODERATOR = 'MODERATOR',
  ADMIN = 'ADMIN',
}

registerEnumType(Role, {
  name: 'UserRole',
  description: 'What a person is trusted with.',
  valuesConfig: {
    MEMBER: { description: 'Takes part: votes, comments, submits.' },
    MODERATOR: { description: 'Also hides comments and reviews claims.' },
    ADMIN: { description: 'Also manages people.' },
  },
});

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, {
    nullable: true,
    description: 'The person who sent this request; null where it came without a bearer.',
  })
  viewer(@Ctx() context: Context): Promise<User | null> | null {
    return context.viewer && userById(context).load(context.viewer.userId);
  }

  @Query(() => User, { nullable: true, description: 'Looks a person up; null where nobody has this handle.' })
  user(
    @Arg('handle', () => String, { description: 'The handle, in any case.' }) handle: string,
    @Ctx() context: Context,
  ): Promise<User | null> {
    return userByHandle(context).load(handle.toLowerCase());
  }

  @FieldResolver(() => Role, {
    nullable: true,
    description: 'What this person is trusted with. For themselves alone: null to everybody else.',
  })
  role(@Root() user: User, @Ctx() { viewer }: Context): UserRole | null {
    return viewer?.userId === user.rowId ? user.role : null;
  }
}
