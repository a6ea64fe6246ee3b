import { Args, ArgsType, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { connectionOf, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { keysetRequest, listFingerprint } from '../paging/cursor';
import { badUserInput, quoted } from '../graphql/errors';
import { rowKeyOf } from '../graphql/node';
import { PageArguments } from '../graphql/page';
import { namePartsSought } from '../words/name-parts';
import { countCharacters } from '../lib/count-characters';
import { parseOrcid } from '../lib/orcid';
import { Author } from './author.entity';
import { authorById, authorByOrcid } from './author.loaders';
import { countAuthors, selectAuthors } from './authors.query';

@ObjectType({ simpleResolvers: true, description: 'An author in a list.' })
export class AuthorEdge extends edgeOf(Author, 'The author.') {}

@ObjectType({ simpleResolvers: true, description: 'Authors by name.' })
export class AuthorConnection extends connectionOf(AuthorEdge, Author) {}

/** No name that anybody looks for is longer. */
const MAX_QUERY_LENGTH = 200;

@ArgsType()
class AuthorKey {
  @Field(() => ID, { nullable: true, description: 'The global id.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'The ORCID iD in any usual spelling, also as an address.' })
  orcid?: string | null;
}

@ArgsType()
class AuthorsArguments extends PageArguments {
  @Field(() => String, {
    nullable: true,
    description:
      'Words of the name in any order, each from its beginning: `lecun`, `lec ya` and `LeCun, Yann` find `Yann LeCun`. Case, accents, hyphens, apostrophes and TeX do not matter. `Y LeCun` finds `Yann LeCun`, and `Yann LeCun` finds `Y. LeCun`. Of Chinese and Japanese names each sign is a word. The first 8 words count, and 16 letters of each; at most 200 characters. All authors where it is null or has no letter or digit.',
  })
  query?: string | null;
}

@Resolver(() => Author)
export class AuthorResolver {
  @Query(() => Author, {
    nullable: true,
    description: 'Looks one author up by exactly one of the keys; null where there is no such author.',
  })
  async author(
    @Args(() => AuthorKey) { id = null, orcid = null }: AuthorKey,
    @Ctx() context: Context,
  ): Promise<Author | null> {
    if ((id === null) === (orcid === null)) {
      throw badUserInput(
        'id',
        `"author" takes exactly one of "id" and "orcid"; given: ${id === null ? 'none' : 'both'}.`,
      );
    }
    if (orcid !== null) return authorByOrcid(context).load(wellFormedOrcid(orcid));
    const key = id === null ? null : rowKeyOf('Author', id);
    return key === null ? null : authorById(context).load(key);
  }

  @Query(() => AuthorConnection, {
    description: 'Authors in the order of their names, without regard to case; 20 a page, at most 100.',
  })
  async authors(
    @Args(() => AuthorsArguments) args: AuthorsArguments,
    @Ctx() { database }: Context,
  ): Promise<AuthorConnection> {
    const sought = namePartsSought(boundedQuery(args.query ?? ''));
    const fingerprint = () => listFingerprint('Query.authors', sought);
    const request = keysetRequest(args, ['text', 'integer'], fingerprint);
    const { rows, ...flags } = await selectAuthors(database.pool, sought, request);
    const edges = rows.map(({ author, sortValues }) => new AuthorEdge(author, fingerprint, sortValues));
    return new AuthorConnection({ ...flags, edges }, () => countAuthors(database.pool, sought));
  }
}

function boundedQuery(query: string): string {
  const length = countCharacters(query);
  if (length <= MAX_QUERY_LENGTH) return query;
  throw badUserInput(
    'query',
    `"query" is ${quoted(query)}, which has ${length} characters; it takes at most ${MAX_QUERY_LENGTH}.`,
  );
}

function wellFormedOrcid(text: string): string {
  const orcid = parseOrcid(text);
  if (orcid === null)
    throw badUserInput('orcid', `"orcid" is ${quoted(text)}, which is none; one looks like "0000-0002-1825-0097".`);
  return orcid;
}
