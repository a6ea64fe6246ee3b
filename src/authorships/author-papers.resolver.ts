import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, FieldResolver, Info, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { Author } from '../authors/author.entity';
import { authorById } from '../authors/author.loaders';
import { connectionOf, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { PageArguments } from '../graphql/page';
import { defineRelationField, EdgeCursor } from '../paging/relation-field';
import { NEWEST_FIRST, PaperOrder, PaperSort, paperSort } from '../papers/paper-order';
import { Paper } from '../papers/paper.entity';
import { paperById } from '../papers/paper.loaders';
import { byPaperDetail, PAPER_TABLES, paperDetail } from '../papers/paper-columns';
import { Authorship } from './authorship.entity';
import { authorshipFromRow } from './authorship.loaders';

interface AuthorPaperRow extends Paper {
  /** The author. */
  parentKey: number;
  position: number;
  nameAsPrinted: string;
  affiliation: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A paper of an author.' })
export class AuthorPaperEdge extends edgeOf(Paper, 'The paper.') {
  constructor(
    private readonly row: AuthorPaperRow,
    ...cursor: EdgeCursor
  ) {
    super(row, ...cursor);
  }

  @Field(() => Int, { description: 'The place of this author among those of the paper, from 1.' })
  get position(): number {
    return this.row.position;
  }

  @Field(() => String, { description: 'The name as the paper prints it.' })
  get nameAsPrinted(): string {
    return this.row.nameAsPrinted;
  }

  @Field(() => Authorship, { description: 'This position of the paper, as a thing of its own.' })
  get authorship(): Authorship {
    const { rowId: paperId, parentKey: authorId, position, nameAsPrinted, affiliation } = this.row;
    return authorshipFromRow({ paperId, position, authorId, nameAsPrinted, affiliation });
  }
}

@ObjectType({ simpleResolvers: true, description: 'The papers of an author.' })
export class AuthorPaperConnection extends connectionOf(AuthorPaperEdge, Paper) {}

@ArgsType()
class AuthorPapersArguments extends PageArguments {
  @Field(() => PaperOrder, { nullable: true, description: 'The order; the newest publications first without it.' })
  orderBy?: PaperOrder | null;
}

/** The readers of papers of authors in one order, by the order; there are as many as orders. */
const readersByOrder = new Map<string, ReturnType<typeof papersInOrder>>();

function papersOfAuthor(name: string, sort: PaperSort): ReturnType<typeof papersInOrder> {
  const known = readersByOrder.get(name) ?? papersInOrder(name, sort);
  readersByOrder.set(name, known);
  return known;
}

function papersInOrder(name: string, sort: PaperSort) {
  return byPaperDetail((columns) =>
    defineRelationField<AuthorPaperRow, AuthorPaperEdge>({
      name: `Author.papers ${name}`,
      relation: {
        of: Paper,
        select: `${columns}, page.position, page.name_as_printed as "nameAsPrinted", page.affiliation`,
        from: `authorships a join ${sort.table} on ${sort.paperId} = a.paper_id`,
        parent: 'a.author_id',
        parentType: 'integer',
        keyset: sort.keyset,
        join: { sorted: 'a.*', to: `(${PAPER_TABLES}) on p.id = page.paper_id` },
      },
      sortValuesOf: (row) => sort.valuesOf(row),
      edgeOf: (row, cursor) => new AuthorPaperEdge(row, ...cursor),
    }),
  );
}

@Resolver(() => Author)
export class AuthorPapersResolver {
  @FieldResolver(() => AuthorPaperConnection, {
    description: 'The papers that name this author; 20 a page, at most 100.',
  })
  async papers(
    @Root() author: Author,
    @Args(() => AuthorPapersArguments) args: AuthorPapersArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AuthorPaperConnection> {
    const { field, direction } = args.orderBy ?? NEWEST_FIRST;
    const sort = paperSort({ field, direction });
    const readPage = papersOfAuthor(`${field} ${direction}`, sort)[paperDetail(info, sort)];
    const page = await readPage(context, author.rowId, args);
    return new AuthorPaperConnection(page, () => ({ count: author.paperCount }));
  }
}

@Resolver(() => Authorship)
export class AuthorshipResolver {
  @FieldResolver(() => Paper, { description: 'The paper.' })
  paper(@Root() authorship: Authorship, @Ctx() context: Context): Promise<Paper | null> {
    return paperById(context).load(authorship.paperId);
  }

  @FieldResolver(() => Author, { description: 'The author.' })
  author(@Root() authorship: Authorship, @Ctx() context: Context): Promise<Author | null> {
    return authorById(context).load(authorship.authorId);
  }
}
