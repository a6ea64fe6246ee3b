import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, Info, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../graphql/context';
import { ForwardPageArguments } from '../graphql/page';
import { connectionOf, edgeOf } from '../paging/connection';
import { keysetRequest, listFingerprint } from '../paging/cursor';
import { paperDetail } from '../papers/paper-columns';
import { Paper } from '../papers/paper.entity';
import { countPapers, selectPapers } from '../papers/papers.query';
import { BY_SCORE, countTrending, selectTrending } from './trending.query';
import { daysOfWindow, TrendingWindow } from './trending-window';

registerEnumType(TrendingWindow, {
  name: 'TrendingWindow',
  description:
    'Which papers are shown, by the day of their edition, else that of their publication, in the time zone of the feed. It does not change their scores.',
  valuesConfig: {
    DAY: { description: 'Those of today and yesterday.' },
    WEEK: { description: 'Those of today and the 7 days before.' },
    MONTH: { description: 'Those of today and the 30 days before.' },
    ALL: { description: 'All papers, those of an unknown day too.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A paper among the trending ones.' })
export class TrendingEdge extends edgeOf(Paper, 'The paper.') {}

@ObjectType({ simpleResolvers: true, description: 'Papers by their trending score, the highest first.' })
export class TrendingConnection extends connectionOf(TrendingEdge, Paper) {}

@ArgsType()
class TrendingArguments extends ForwardPageArguments {
  @Field(() => TrendingWindow, {
    nullable: true,
    defaultValue: TrendingWindow.ALL,
    description: 'How far back the day of a paper may lie.',
  })
  window?: TrendingWindow | null;
}

@Resolver()
export class TrendingResolver {
  @Query(() => TrendingConnection, {
    description:
      'Papers that get attention, by `trendingScore`, the highest first; 20 a page, at most 100, forward only. Votes and comments move it under the reader: a paper whose score changes between two pages may come again or be missed.',
  })
  async trending(
    @Args(() => TrendingArguments) args: TrendingArguments,
    @Ctx() { database: { pool }, feedTimeZone }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<TrendingConnection> {
    const window = args.window ?? TrendingWindow.ALL;
    const days = daysOfWindow(window, feedTimeZone);
    const fingerprint = () => listFingerprint('Query.trending', window);
    const keyTypes = BY_SCORE.keyset.keys.map((key) => key.type);
    const request = keysetRequest(args, keyTypes, fingerprint);
    const detail = paperDetail(info, BY_SCORE);
    const { rows, ...flags } = days
      ? await selectTrending(pool, detail, days, request)
      : await selectPapers(pool, detail, {}, BY_SCORE, request);
    const edges = rows.map((paper) => new TrendingEdge(paper, fingerprint, BY_SCORE.valuesOf(paper)));
    return new TrendingConnection({ ...flags, edges }, () =>
      days ? countTrending(pool, days) : countPapers(pool, {}),
    );
  }
}
