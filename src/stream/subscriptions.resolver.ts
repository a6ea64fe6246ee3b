import { Arg, Ctx, Field, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { ChangeKind } from '../changes/record-change';
import { readHead, readStretch, type StoredChange } from '../changes/read-stretch.query';
import type { Wanted } from '../changes/feed/change-queue';
import { Edition } from '../feed/edition';
import { editionOf } from '../feed/edition.loaders';
import type { Context } from '../graphql/context';
import { badUserInput, quoted } from '../graphql/errors';
import { requireAtMost } from '../graphql/node.resolver';
import { rowKeyOf } from '../graphql/node';
import { LocalDate } from '../graphql/scalars';
import { Paper } from '../papers/paper.entity';
import { Change } from './change';
import { decodeChangeCursor, encodeChangeCursor, tellExpired } from './change-cursor';
import { ChangeKinds } from './change-kind';

@ObjectType({ simpleResolvers: true, description: 'Something happened.' })
export class ChangeEvent {
  constructor(protected readonly stored: StoredChange) {}

  @Field(() => String, {
    description: 'Where the change stands in the stream: a subscription that begins `after` it goes on with the next.',
  })
  get cursor(): string {
    return encodeChangeCursor(this.stored.position);
  }

  @Field(() => Change, { description: 'What happened.' })
  get change(): Change {
    return new Change(this.stored);
  }
}

@ObjectType({ simpleResolvers: true, description: 'Something happened to a paper, or to what hangs on it.' })
export class PaperChangedEvent extends ChangeEvent {
  @Field(() => Paper, { nullable: true, description: 'The paper as it is now; null where it is gone.' })
  paper(@Ctx() context: Context): Promise<Paper | null> | null {
    return this.change.paper(context);
  }
}

@ObjectType({ simpleResolvers: true, description: 'Something happened to an edition, or to the order of its papers.' })
export class EditionChangedEvent extends ChangeEvent {
  @Field(() => Edition, { nullable: true, description: 'The edition as it is now; null where its day has not begun.' })
  edition(@Ctx() context: Context): Promise<Edition | null> | null {
    const { editionDate } = this.stored;
    return editionDate === null ? null : editionOf(context, editionDate);
  }
}

interface Subscribing<Arguments> {
  args: Arguments & { after?: string | null };
  context: Context;
}

const AFTER = 'A cursor of the change stream: everything since then comes first. From now on without it.';
const LIMITED = 'Each event costs what a query for it would; whoever has no points left gets it later.';

@Resolver()
export class SubscriptionsResolver {
  @Subscription(() => PaperChangedEvent, {
    subscribe: ({ args, context }: Subscribing<{ ids: string[] }>) => {
      return follow(context, { paperIds: paperKeysOf(args.ids) }, args.after);
    },
    description: `What happens to some papers: votes, comments, metadata, listings, merges; one event a change, in the order of the stream. ${LIMITED}`,
  })
  paperChanged(
    @Root() change: StoredChange,
    @Arg('ids', () => [ID], { description: 'The ids of papers, at least 1 and at most 100.' }) _ids: string[],
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after?: string | null,
  ): PaperChangedEvent {
    return new PaperChangedEvent(change);
  }

  @Subscription(() => EditionChangedEvent, {
    subscribe: ({ args, context }: Subscribing<{ date: string }>) => {
      return follow(context, { editionDate: args.date }, args.after);
    },
    description: `What happens to an edition: papers that are listed or taken off, and votes for them; one event a change, in the order of the stream. ${LIMITED}`,
  })
  editionChanged(
    @Root() change: StoredChange,
    @Arg('date', () => LocalDate, { description: 'The day of the edition.' }) _date: string,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after?: string | null,
  ): EditionChangedEvent {
    return new EditionChangedEvent(change);
  }

  @Subscription(() => ChangeEvent, {
    subscribe: ({ args, context }: Subscribing<{ kinds?: ChangeKind[] | null }>) => {
      return follow(context, args.kinds?.length ? { kinds: new Set(args.kinds) } : {}, args.after);
    },
    description: `Everything that happens, as \`Query.changes\` lists it; one event a change, in the order of the stream. ${LIMITED}`,
  })
  changes(
    @Root() change: StoredChange,
    @Arg('kinds', () => [ChangeKinds], {
      nullable: true,
      description: 'Only changes of these kinds; all where this is null, empty or left out.',
    })
    _kinds?: ChangeKind[] | null,
    @Arg('after', () => String, { nullable: true, description: AFTER }) _after?: string | null,
  ): ChangeEvent {
    return new ChangeEvent(change);
  }
}

/** Where to begin is settled before it is known to be open: what happens from then on is heard. */
async function follow(
  { changes, database, subscription }: Context,
  wanted: Wanted,
  after: string | null | undefined,
): Promise<AsyncIterable<StoredChange>> {
  if (subscription?.name !== 'opening') throw new Error('A subscription is followed when it is opened.');
  const asked = decodeChangeCursor(after);
  if (asked) await readStretch(database.pool, asked, 0).catch(tellExpired);
  const position = asked ?? (await readHead(database.pool));
  return tellingOfExpiry(changes.follow(wanted, position, subscription.signal));
}

async function* tellingOfExpiry(changes: AsyncIterable<StoredChange>): AsyncGenerator<StoredChange> {
  try {
    yield* changes;
  } catch (error) {
    tellExpired(error);
  }
}

function paperKeysOf(ids: string[]): Set<number> {
  requireAtMost('ids', ids);
  if (ids.length === 0) throw badUserInput('ids', '"ids" is empty; it takes the ids of 1 to 100 papers.');
  return new Set(
    ids.map((id) => {
      const key = rowKeyOf('Paper', id);
      if (key === null) throw badUserInput('ids', `"ids" has ${quoted(id)}, which is no id of a paper.`);
      return key;
    }),
  );
}
