import { ArgsType, Field, Int } from 'type-graphql';
import { MAX_PAGE_SIZE } from '../db/keyset';
import { badUserInput } from './errors';

export const DEFAULT_PAGE_SIZE = 20;

/** Of a list that is read in one direction. */
@ArgsType()
export class ForwardPageArguments {
  @Field(() => Int, {
    nullable: true,
    description: 'How many after the cursor, 0 to 100; 20 without it.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'A cursor of this list: only what comes after it.' })
  after?: string | null;
}

@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    description: 'How many of the first ones after the cursor, 0 to 100. 20 where neither `first` nor `last` is given.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'A cursor of this list: only what comes after it.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many of the last ones before the cursor, 0 to 100; still in the order of the list. Not together with `first`.',
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'A cursor of this list: only what comes before it.' })
  before?: string | null;
}

/** What part of a list is asked for, once the arguments are known to be sound. */
export interface PageRequest {
  size: number;
  backwards: boolean;
  after: string | null;
  before: string | null;
}

/** Checks the paging arguments; the default size lives here, because a default in the schema would turn `last: 5` into both. */
export function pageRequest(args: PageArguments): PageRequest {
  const { first = null, last = null, after = null, before = null } = args;
  if (first !== null && last !== null) {
    throw badUserInput('last', `"first" (${first}) and "last" (${last}) were both given; send one of them.`);
  }
  const backwards = last !== null;
  const size = first ?? last ?? DEFAULT_PAGE_SIZE;
  if (size < 0 || size > MAX_PAGE_SIZE) {
    const argument = backwards ? 'last' : 'first';
    throw badUserInput(argument, `"${argument}" is ${size}; it takes a number from 0 to ${MAX_PAGE_SIZE}.`);
  }
  return { size, backwards, after, before };
}
