import type { GraphQLResolveInfo } from 'graphql';
import {
  Args,
  ArgsType,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  Info,
  Int,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { Author } from '../authors/author.entity';
import { authorById } from '../authors/author.loaders';
import type { Context } from '../graphql/context';
import { badUserInput } from '../graphql/errors';
import { paperDetail } from '../papers/paper-columns';
import { Paper } from '../papers/paper.entity';
import { MAX_PAPERS_OF_AUTHOR } from './candidates.query';
import { MAX_RELATED, MAX_SHARED_AUTHORS, type Relation } from './find-related';
import { relatedToPaper } from './related.loaders';
import { MAX_AUTHORS } from './source-papers.query';

const DEFAULT_SIZE = 10;
const MAX_SHARED_WORDS = 5;

@ObjectType({
  simpleResolvers: true,
  description: 'What a paper and a related one have in common.',
})
export class RelatedPaperReasons {
  constructor(readonly relation: Relation) {}

  @Field(() => [String], {
    description: `Words that both papers have in their title, abstract or keywords, in any form: at most ${MAX_SHARED_WORDS}, those that count most first. As the paper that was asked for related ones writes them first, in lower case, without accents and TeX.`,
  })
  get words(): string[] {
    return this.relation.forms.of(this.relation.sharedTerms).slice(0, MAX_SHARED_WORDS);
  }
}

@ObjectType({ simpleResolvers: true, description: 'A paper that is related to another, and why.' })
export class RelatedPaper {
  constructor(paper: Paper, relation: Relation) {
    this.paper = paper;
    this.reasons = new RelatedPaperReasons(relation);
  }

  @Field(() => Paper, { description: 'The related paper.' })
  paper: Paper;

  @Field(() => RelatedPaperReasons, {
    description: 'What both papers have in common: an author, or words that few papers have.',
  })
  reasons: RelatedPaperReasons;
}

@ArgsType()
class RelatedArguments {
  @Field(() => Int, {
    nullable: true,
    description: `How many of the nearest, 0 to ${MAX_RELATED}; ${DEFAULT_SIZE} without it.`,
  })
  first?: number | null;
}

@Resolver(() => Paper)
export class RelatedPapersResolver {
  @FieldResolver(() => [RelatedPaper], {
    description: `Papers that are like this one by the words that set it apart and by shared authors, the nearest first; ${DEFAULT_SIZE}, at most ${MAX_RELATED}. Empty where nothing is like it. Costs an object for each that may be answered, and what is below it.`,
  })
  @Extensions({ listSize: sizeOf })
  async related(
    @Root() paper: Paper,
    @Args(() => RelatedArguments) args: RelatedArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RelatedPaper[]> {
    const first = args.first ?? DEFAULT_SIZE;
    if (first < 0 || first > MAX_RELATED) {
      throw badUserInput('first', `"first" is ${first}; it takes a number from 0 to ${MAX_RELATED}.`);
    }
    const related = await relatedToPaper(context, { first, detail: paperDetail(info) }).load(paper.rowId);
    return related.map(({ paper, relation }) => new RelatedPaper(paper, relation));
  }
}

/** A negative size is refused by the field; here it must not make other fields cheaper. */
function sizeOf({ first }: RelatedArguments): number {
  return Math.max(0, first ?? DEFAULT_SIZE);
}

@Resolver(() => RelatedPaperReasons)
export class RelatedPaperReasonsResolver {
  @FieldResolver(() => [Author], {
    description: `Authors of both papers, at most ${MAX_SHARED_AUTHORS}, in the order of the paper that was asked for related ones. Looked for among its first ${MAX_AUTHORS} authors and the newest ${MAX_PAPERS_OF_AUTHOR} papers of each here.`,
  })
  @Extensions({ listSize: MAX_SHARED_AUTHORS })
  async authors(@Root() { relation }: RelatedPaperReasons, @Ctx() context: Context): Promise<Author[]> {
    const authors = await authorById(context).loadMany(relation.sharedAuthorIds);
    return authors.filter((author) => author instanceof Author);
  }
}
