import { Arg, Ctx, Extensions, ID, Query, Resolver } from 'type-graphql';
import { MAX_PAGE_SIZE } from '../db/keyset';
import type { Context } from './context';
import { badUserInput } from './errors';
import { loadNode, Node } from './node';

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Looks up anything that has an id. Null where the id is malformed or unknown.',
  })
  node(
    @Arg('id', () => ID, { description: 'The id of anything, as this API gave it.' }) id: string,
    @Ctx() context: Context,
  ): Promise<object | null> {
    return loadNode(context, id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description:
      'Looks up many ids at once, at most 100: answered in the order asked, null where an id is malformed or unknown.',
  })
  @Extensions({ listSizeOf: 'ids' })
  nodes(
    @Arg('ids', () => [ID], { description: 'At most 100 ids, of any types.' }) ids: string[],
    @Ctx() context: Context,
  ): Promise<(object | null)[]> {
    requireAtMost('ids', ids);
    return Promise.all(ids.map((id) => loadNode(context, id)));
  }
}

/** Look-ups by list take no more than a page holds. */
export function requireAtMost(argument: string, list: readonly unknown[]): void {
  if (list.length > MAX_PAGE_SIZE) {
    throw badUserInput(argument, `"${argument}" has ${list.length} entries; at most ${MAX_PAGE_SIZE} are accepted.`);
  }
}
