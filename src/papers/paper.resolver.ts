import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  ID,
  Info,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { connectionOf, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { keysetRequest, listFingerprint } from '../paging/cursor';
import { badUserInput } from '../graphql/errors';
import { rowKeyOf } from '../graphql/node';
import { requireAtMost } from '../graphql/node.resolver';
import { PageArguments } from '../graphql/page';
import { parseArxivId } from '../lib/arxiv-id';
import { parseDoi } from '../lib/doi';
import { paperDetail } from './paper-columns';
import { filterFingerprint, PaperFilter } from './paper-filter';
import { NEWEST_FIRST, PaperOrder, paperSort } from './paper-order';
import { Paper } from './paper.entity';
import { paperByArxivId, paperByDoi, paperById, paperBySlug } from './paper.loaders';
import { countPapers, selectPapers } from './papers.query';

@ObjectType({ simpleResolvers: true, description: 'A paper in a list.' })
export class PaperEdge extends edgeOf(Paper, 'The paper.') {}

@ObjectType({ simpleResolvers: true, description: 'Papers in an order, all or those that a filter leaves.' })
export class PaperConnection extends connectionOf(PaperEdge, Paper) {}

@ArgsType()
class PaperKey {
  @Field(() => ID, { nullable: true, description: 'The global id.' })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The arXiv id in any usual spelling: with a version, a prefix or as an address.',
  })
  arxivId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The DOI in any usual spelling: with a prefix or as an address.',
  })
  doi?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The slug; that of a paper that became part of another one leads to the other.',
  })
  slug?: string | null;
}

@ArgsType()
class PapersArguments extends PageArguments {
  @Field(() => PaperFilter, { nullable: true, description: 'Which papers to show; all of them without it.' })
  filter?: PaperFilter | null;

  @Field(() => PaperOrder, { nullable: true, description: 'The order; the newest publications first without it.' })
  orderBy?: PaperOrder | null;
}

@Resolver(() => Paper)
export class PaperResolver {
  @Query(() => Paper, {
    nullable: true,
    description: 'Looks one paper up by exactly one of its keys; null where there is no such paper.',
  })
  async paper(
    @Args(() => PaperKey) keys: PaperKey,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Paper | null> {
    const [name, text] = onlyKey({ ...keys });
    const papersByArxivId = paperByArxivId[paperDetail(info)](context);
    const load = {
      id: () => loadIfKnown(paperById(context), rowKeyOf('Paper', text)),
      arxivId: () => loadIfKnown(papersByArxivId, wellFormed('arxivId', text, parseArxivId, '2606.00467')),
      doi: () => loadIfKnown(paperByDoi(context), wellFormed('doi', text, parseDoi, '10.1007/s11128-011-0242-1')),
      slug: () => loadIfKnown(paperBySlug(context), text),
    }[name];
    return load();
  }

  @Query(() => PaperConnection, {
    description:
      'Papers, filtered and ordered; 20 a page, at most 100. A page deep in the list costs what the first one does.',
  })
  async papers(
    @Args(() => PapersArguments) args: PapersArguments,
    @Ctx() { database }: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PaperConnection> {
    const filter = args.filter ?? {};
    const order = args.orderBy ?? NEWEST_FIRST;
    const sort = paperSort(order);
    const fingerprint = () => listFingerprint('Query.papers', order.field, order.direction, filterFingerprint(filter));
    const request = keysetRequest(
      args,
      sort.keyset.keys.map((key) => key.type),
      fingerprint,
    );
    const { rows, ...flags } = await selectPapers(database.pool, paperDetail(info, sort), filter, sort, request);
    const edges = rows.map((paper) => new PaperEdge(paper, fingerprint, sort.valuesOf(paper)));
    return new PaperConnection({ ...flags, edges }, () => countPapers(database.pool, filter));
  }

  @Query(() => [Paper], {
    nullable: 'items',
    description:
      'Looks up many arXiv ids at once, at most 100, in any usual spelling: answered in the order asked, null where one is malformed or unknown.',
  })
  @Extensions({ listSizeOf: 'arxivIds' })
  papersByArxivId(
    @Arg('arxivIds', () => [String], { description: 'At most 100 arXiv ids.' }) arxivIds: string[],
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(Paper | null)[]> {
    requireAtMost('arxivIds', arxivIds);
    const papers = paperByArxivId[paperDetail(info)](context);
    return Promise.all(arxivIds.map((text) => loadIfKnown(papers, parseArxivId(text))));
  }

  @FieldResolver(() => String, { description: "This paper's address at this deployment." })
  url(@Root() paper: Paper, @Ctx() { publicUrl }: Context): string {
    return `${publicUrl}/papers/${paper.slug}`;
  }
}

type KeyName = keyof PaperKey;

function onlyKey(keys: PaperKey): [KeyName, string] {
  const given = (Object.entries(keys) as [KeyName, string | null | undefined][]).filter(([, value]) => value != null);
  const [only] = given;
  if (given.length === 1 && only?.[1] != null) return [only[0], only[1]];
  const names = given.map(([name]) => `"${name}"`).join(', ') || 'none';
  throw badUserInput(
    given[1]?.[0] ?? 'id',
    `"paper" takes exactly one of "id", "arxivId", "doi" and "slug"; given: ${names}.`,
  );
}

/** A key that no paper can have is told from one that none happens to have. */
function wellFormed(argument: string, text: string, parse: (text: string) => string | null, example: string): string {
  const key = parse(text);
  if (key === null)
    throw badUserInput(
      argument,
      `"${argument}" is ${JSON.stringify(text.slice(0, 80))}, which is none; one looks like "${example}".`,
    );
  return key;
}

async function loadIfKnown<Key>(
  loader: { load(key: Key): Promise<Paper | null> },
  key: Key | null,
): Promise<Paper | null> {
  return key === null ? null : loader.load(key);
}
