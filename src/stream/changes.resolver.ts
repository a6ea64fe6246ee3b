import { Args, ArgsType, Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Position } from '../changes/position';
import type { ChangeKind } from '../changes/record-change';
import { isAtHead, readStretch, type StoredChange } from '../changes/read-stretch.query';
import type { Context } from '../graphql/context';
import { ForwardPageArguments, pageRequest } from '../graphql/page';
import { PageInfo } from '../paging/connection';
import { Change } from './change';
import { decodeChangeCursor, encodeChangeCursor, tellExpired } from './change-cursor';
import { ChangeKinds } from './change-kind';

/** Changes that a page looks at, at most, for those of the kinds that are asked for. */
const LOOKED_AT = 1_000;

@ObjectType({ simpleResolvers: true, description: 'A change in its place of the stream.' })
export class ChangeEdge {
  constructor(private readonly stored: StoredChange) {}

  @Field(() => String, { description: 'Where this change stands in the stream, whichever kinds are asked for.' })
  get cursor(): string {
    return encodeChangeCursor(this.stored.position);
  }

  @Field(() => Change, { description: 'The change.' })
  get node(): Change {
    return new Change(this.stored);
  }
}

interface ChangePage {
  changes: readonly StoredChange[];
  until: Position;
  head: Position;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'A part of the change stream, the oldest first.' })
export class ChangeConnection {
  constructor(private readonly page: ChangePage) {}

  @Field(() => [ChangeEdge], { description: 'The page, with a cursor each.' })
  get edges(): ChangeEdge[] {
    return this.page.changes.map((stored) => new ChangeEdge(stored));
  }

  @Field(() => [Change], { description: 'The page without the edges.' })
  get nodes(): Change[] {
    return this.page.changes.map((stored) => new Change(stored));
  }

  @Field(() => PageInfo, {
    description:
      'Where this page stands in the stream. `endCursor` is never null, and behind everything that was looked at for this page: go on from there.',
  })
  get pageInfo(): PageInfo {
    const { changes, until, hasNextPage, hasPreviousPage } = this.page;
    const [first] = changes;
    return {
      hasNextPage,
      hasPreviousPage,
      startCursor: first ? encodeChangeCursor(first.position) : null,
      endCursor: encodeChangeCursor(until),
    };
  }

  @Field(() => String, {
    description:
      'The cursor after which nothing had come when this was read: read it first, then what you want a copy of, then follow what comes after it.',
  })
  get headCursor(): string {
    return encodeChangeCursor(this.page.head);
  }
}

@ArgsType()
class ChangesArguments extends ForwardPageArguments {
  @Field(() => [ChangeKinds], {
    nullable: true,
    description: 'Only changes of these kinds; all where this is null, empty or left out.',
  })
  kinds?: ChangeKind[] | null;
}

@Resolver()
export class ChangesResolver {
  @Query(() => ChangeConnection, {
    nullable: true,
    description: `Everything that was committed, in one order that never changes, the oldest kept first; 20 a page, at most 100, forward only. Nothing ever appears before what was read. A page looks at ${LOOKED_AT} changes at most, so with \`kinds\` it may have fewer than asked for, or none, while \`hasNextPage\` is true. A cursor whose changes are not kept any more is CURSOR_EXPIRED. To keep a copy: read \`headCursor\`, then all papers by CREATED_AT, then follow this list after that cursor.`,
  })
  async changes(
    @Args(() => ChangesArguments) { kinds, ...args }: ChangesArguments,
    @Ctx() { database }: Context,
  ): Promise<ChangeConnection> {
    const { size, after } = pageRequest(args);
    const from = decodeChangeCursor(after);
    const wanted = kinds?.length ? new Set<ChangeKind>(kinds) : null;
    const looked = wanted ? LOOKED_AT : size;
    const stretch = await readStretch(database.pool, from, looked).catch(tellExpired);
    const found = wanted ? stretch.changes.filter(({ kind }) => wanted.has(kind)) : stretch.changes;
    const changes = found.slice(0, size);
    const isCut = found.length > size;
    return new ChangeConnection({
      changes,
      until: isCut ? (changes.at(-1)?.position ?? from ?? stretch.until) : stretch.until,
      head: stretch.head,
      hasNextPage: isCut || !isAtHead(stretch),
      hasPreviousPage: from !== null,
    });
  }
}
