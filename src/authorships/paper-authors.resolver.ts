import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Field, FieldResolver, Info, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { Author } from '../authors/author.entity';
import { authorFromRow } from '../authors/author.loaders';
import { isAnyOf, prepared, rowsOf } from '../db/sql';
import { connectionOf, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { showsOnly } from '../graphql/selection';
import { PageArguments } from '../graphql/page';
import { defineRelationField, EdgeCursor } from '../paging/relation-field';
import { Paper } from '../papers/paper.entity';
import { Authorship } from './authorship.entity';
import { authorshipFromRow } from './authorship.loaders';

interface PaperAuthorRow {
  /** The paper. */
  parentKey: number;
  position: number;
  authorId: number;
  nameAsPrinted: string;
  affiliation: string | null;
  name: string;
  orcid: string | null;
  paperCount: number;
}

@ObjectType({ simpleResolvers: true, description: 'An author of a paper, at one position.' })
export class PaperAuthorEdge extends edgeOf(Author, 'The author.') {
  constructor(
    private readonly row: PaperAuthorRow,
    ...cursor: EdgeCursor
  ) {
    super(
      authorFromRow({ rowId: row.authorId, name: row.name, orcid: row.orcid, paperCount: row.paperCount }),
      ...cursor,
    );
  }

  @Field(() => Int, { description: 'The place among the authors, from 1.' })
  get position(): number {
    return this.row.position;
  }

  @Field(() => String, { description: 'The name as this paper prints it.' })
  get nameAsPrinted(): string {
    return this.row.nameAsPrinted;
  }

  @Field(() => String, {
    nullable: true,
    description: 'The affiliation as this paper prints it; null where no source gives it.',
  })
  get affiliation(): string | null {
    return this.row.affiliation;
  }

  @Field(() => Authorship, { description: 'This position of the paper, as a thing of its own.' })
  get authorship(): Authorship {
    const { parentKey: paperId, position, authorId, nameAsPrinted, affiliation } = this.row;
    return authorshipFromRow({ paperId, position, authorId, nameAsPrinted, affiliation });
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'The authors of a paper whose names are known, in the order of the paper.',
})
export class PaperAuthorConnection extends connectionOf(PaperAuthorEdge, Author) {}

/** What a list can show that reads nothing but names, as most do: half the work of a page of papers. */
const SHOWN_BY_NAMES = new Set([
  ...['edges', 'node', 'nodes', 'cursor', 'position', 'name', '__typename', 'totalCount', 'totalCountIsLowerBound'],
  ...['pageInfo', 'hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'],
]);

const authorsByName = authorsOfPaper('a.position, author.name');
const wholeAuthors = authorsOfPaper(`
  a.position, a.author_id as "authorId", a.name_as_printed as "nameAsPrinted", a.affiliation, author.name, author.orcid,
  author.paper_count as "paperCount"`);

function authorsOfPaper(columns: string) {
  return defineRelationField<PaperAuthorRow, PaperAuthorEdge>({
    name: 'Paper.authors',
    relation: {
      select: columns,
      from: 'authorships a join authors author on author.id = a.author_id',
      parent: 'a.paper_id',
      parentType: 'integer',
      keyset: { keys: [{ sql: 'a.position', type: 'integer' }], direction: 'ASC' },
    },
    sortValuesOf: (row) => [row.position],
    edgeOf: (row, cursor) => new PaperAuthorEdge(row, ...cursor),
  });
}

const NAMED_AUTHORS = prepared(`
  select paper_id as "paperId", count(*) from authorships where paper_id ${isAnyOf('$1', 'integer')} group by paper_id`);

const namedAuthorCount = defineLoader<number, number>(async ({ database }, paperIds) => {
  const rows = await rowsOf<{ paperId: number; count: number }>(database.pool, NAMED_AUTHORS, [paperIds]);
  return inOrderOf(paperIds, rows, (row) => row.paperId).map((row) => row?.count ?? 0);
});

@Resolver(() => Paper)
export class PaperAuthorsResolver {
  @FieldResolver(() => PaperAuthorConnection, {
    description:
      'The authors in the order of the paper; 20 a page, at most 100. Empty where the names are not known: see `authorCount`.',
  })
  async authors(
    @Root() paper: Paper,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PaperAuthorConnection> {
    const readPage = showsOnly(info, SHOWN_BY_NAMES) ? authorsByName : wholeAuthors;
    const page = await readPage(context, paper.rowId, args);
    return new PaperAuthorConnection(page, async () => ({
      count: (await namedAuthorCount(context).load(paper.rowId)) ?? 0,
    }));
  }
}
