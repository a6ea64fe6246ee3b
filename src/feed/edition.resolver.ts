import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Info,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { connectionOf, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { keysetRequest, listFingerprint } from '../paging/cursor';
import { requireForward } from '../graphql/local-date-range';
import { PageArguments } from '../graphql/page';
import { defineListField, EdgeCursor } from '../paging/relation-field';
import { LocalDate } from '../graphql/scalars';
import { today } from '../lib/today';
import { Paper } from '../papers/paper.entity';
import { byPaperDetail, paperDetail } from '../papers/paper-columns';
import { Edition } from './edition';
import { editionOf, neighboursOfDate, newestEdition } from './edition.loaders';
import { EditionPaperRow, selectEditionPapers } from './edition-papers.query';
import { countEditions, selectEditions } from './editions.query';
import { Submission } from './submission.entity';
import { submissionOfPaper } from './submission.loaders';

@ObjectType({ simpleResolvers: true, description: 'A day with papers.' })
export class EditionEdge extends edgeOf(Edition, 'The edition.') {}

@ObjectType({ simpleResolvers: true, description: 'The days with papers, newest first.' })
export class EditionConnection extends connectionOf(EditionEdge, Edition) {}

@ObjectType({ simpleResolvers: true, description: 'A paper on an edition.' })
export class EditionPaperEdge extends edgeOf(Paper, 'The paper.') {
  constructor(
    private readonly row: EditionPaperRow,
    ...cursor: EdgeCursor
  ) {
    super(row, ...cursor);
  }

  @Field(() => Int, { description: 'The place on the edition, from 1, as the votes stand now.' })
  get rank(): number {
    return this.row.rank;
  }

  @Field(() => Submission, { description: 'Who put it there, when and why.' })
  submission(@Ctx() context: Context): Promise<Submission | null> {
    return submissionOfPaper(context).load(this.row.rowId);
  }
}

@ObjectType({
  simpleResolvers: true,
  description:
    'The papers of an edition: those with the most upvotes first, then in the order in which they were listed. Votes move it under the reader: a paper whose count changes between two pages may come again or be missed.',
})
export class EditionPaperConnection extends connectionOf(EditionPaperEdge, Paper) {}

const papersOfEdition = byPaperDetail((columns) =>
  defineListField<EditionPaperRow, EditionPaperEdge>({
    name: 'Edition.papers',
    keyTypes: ['integer', 'integer', 'integer'],
    read: (pool, dates, request) => selectEditionPapers(pool, columns, dates, request),
    sortValuesOf: (row) => [-row.upvoteCount, row.position, row.rowId],
    edgeOf: (row, cursor) => new EditionPaperEdge(row, ...cursor),
  }),
);

@ArgsType()
class EditionsArguments extends PageArguments {
  @Field(() => LocalDate, { nullable: true, description: 'The first day.' })
  from?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day.' })
  to?: string | null;
}

@Resolver(() => Edition)
export class EditionResolver {
  @Query(() => String, {
    description:
      'The IANA name of the time zone in which the days of editions begin and end. Chosen at the first start, never changed.',
  })
  feedTimeZone(@Ctx() context: Context): string {
    return context.feedTimeZone;
  }

  @Query(() => Edition, {
    nullable: true,
    description:
      'The edition of a day up to today, perhaps an empty one; null for a later day. Without a date: the newest one with a paper, null if there is none.',
  })
  edition(
    @Arg('date', () => LocalDate, { nullable: true, description: 'The day, in the time zone of the feed.' })
    date: string | null,
    @Ctx() context: Context,
  ): Promise<Edition | null> {
    return date == null ? newestEdition(context) : editionOf(context, date);
  }

  @Query(() => EditionConnection, {
    description: 'The days with papers, newest first, both ends of the range included; 20 a page, at most 100.',
  })
  async editions(
    @Args(() => EditionsArguments) args: EditionsArguments,
    @Ctx() context: Context,
  ): Promise<EditionConnection> {
    requireForward('from', args);
    const { pool } = context.database;
    const range = upToToday(args, context.feedTimeZone);
    const fingerprint = () => listFingerprint('Query.editions', args.from, args.to);
    const request = keysetRequest(args, ['date'], fingerprint);
    const { rows, ...flags } = await selectEditions(pool, range, request);
    const edges = rows.map(({ date, paperCount }) => {
      return new EditionEdge(new Edition(date, paperCount, context.feedTimeZone), fingerprint, [date]);
    });
    return new EditionConnection({ ...flags, edges }, async () => ({ count: await countEditions(pool, range) }));
  }

  @FieldResolver(() => LocalDate, {
    nullable: true,
    description: 'The nearest day before with papers; null where there is none.',
  })
  async previousDate(@Root() edition: Edition, @Ctx() context: Context): Promise<string | null> {
    return (await neighboursOfDate(context).load(edition.date))?.previousDate ?? null;
  }

  @FieldResolver(() => LocalDate, {
    nullable: true,
    description: 'The nearest day after with papers, up to today; null where there is none.',
  })
  async nextDate(@Root() edition: Edition, @Ctx() context: Context): Promise<string | null> {
    return (await neighboursOfDate(context).load(edition.date))?.nextDate ?? null;
  }

  @FieldResolver(() => EditionPaperConnection, {
    description: 'The papers listed on this day; 20 a page, at most 100.',
  })
  async papers(
    @Root() edition: Edition,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<EditionPaperConnection> {
    const page = await papersOfEdition[paperDetail(info)](context, edition.date, args);
    return new EditionPaperConnection(page, () => ({ count: edition.paperCount }));
  }
}

function upToToday({ from, to }: EditionsArguments, timeZone: string): { from: string | null; to: string } {
  const last = today(timeZone);
  return { from: from ?? null, to: to && to < last ? to : last };
}
