import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Field, FieldResolver, Info, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { Author } from '../authors/author.entity';
import { authorFromRow } from '../authors/author.loaders';
import { isAnyOf, prepared, rowsOf } from '../db/sql';
import { connectionOf, edgeOf, type Page, type ShownEdge } from '../paging/connection';
import type { Context } from '../graphql/context';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { PageArguments } from '../graphql/page';
import { defineRelationField, EdgeCursor } from '../paging/relation-field';
import { Paper } from '../papers/paper.entity';
import { Authorship } from './authorship.entity';
import { authorshipFromRow } from './authorship.loaders';
import { countOfNames, isShownByNames, PAPER_AUTHORS, pageOfNames } from './authors-by-name';

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
    this.position = row.position;
  }

  @Field(() => Int, { description: 'The place among the authors, from 1.' })
  readonly position: number;

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
export class PaperAuthorConnection extends connectionOf<Author, ShownEdge<Author>>(PaperAuthorEdge, Author) {}

const authorsOfPaper = defineRelationField<PaperAuthorRow, PaperAuthorEdge>({
  name: PAPER_AUTHORS,
  relation: {
    select: `
      a.position, a.author_id as "authorId", a.name_as_printed as "nameAsPrinted", a.affiliation, author.name, author.orcid,
      author.paper_count as "paperCount"`,
    from: 'authorships a join authors author on author.id = a.author_id',
    parent: 'a.paper_id',
    parentType: 'integer',
    keyset: { keys: [{ sql: 'a.position', type: 'integer' }], direction: 'ASC' },
  },
  sortValuesOf: (row) => [row.position],
  edgeOf: (row, cursor) => new PaperAuthorEdge(row, ...cursor),
});

const NAMED_AUTHORS = prepared(`
  select paper_id as "paperId", count(*) from authorships where paper_id ${isAnyOf('$1', 'integer')} group by paper_id`);

const namedAuthorCount = defineLoader<number, number>(async (sql, paperIds) => {
  const rows = await rowsOf<{ paperId: number; count: number }>(sql, NAMED_AUTHORS, [paperIds]);
  return inOrderOf(paperIds, rows, (row) => row.paperId).map((row) => row?.count ?? 0);
});

@Resolver(() => Paper)
export class PaperAuthorsResolver {
  @FieldResolver(() => PaperAuthorConnection, {
    description:
      'The authors in the order of the paper; 20 a page, at most 100. Empty where the names are not known: see `authorCount`.',
  })
  authors(
    @Root() paper: Paper,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): PaperAuthorConnection | Promise<PaperAuthorConnection> {
    const shown = (page: Page<ShownEdge<Author>>) => {
      return new PaperAuthorConnection(page, async () => ({
        count: countOfNames(paper) ?? (await namedAuthorCount(context).load(paper.rowId)) ?? 0,
      }));
    };
    // Most often there is nothing to wait for, on each paper of a page.
    const named = isShownByNames(info) ? pageOfNames(paper, args) : null;
    return named ? shown(named) : authorsOfPaper(context, paper.rowId, args).then(shown);
  }
}
