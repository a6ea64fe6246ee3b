import {
  Args,
  ArgsType,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { authorById } from '../authors/author.loaders';
import type { Context } from '../graphql/context';
import { badUserInput, quoted } from '../graphql/errors';
import { Node } from '../graphql/node';
import { countCharacters } from '../lib/count-characters';
import { paperById } from '../papers/paper.loaders';
import { suggest, type Suggested } from './suggest';

/** What a list below an input field shows at once. */
const DEFAULT_SIZE = 10;
const MAX_SIZE = 20;
/** Longer than nearly every title; nobody types on until there. */
const MAX_PREFIX_LENGTH = 200;

export enum SuggestionKind {
  PAPER = 'PAPER',
  AUTHOR = 'AUTHOR',
  CATEGORY = 'CATEGORY',
}

registerEnumType(SuggestionKind, {
  name: 'SuggestionKind',
  description: 'What is suggested.',
  valuesConfig: {
    PAPER: { description: 'A paper, by its title.' },
    AUTHOR: { description: 'An author, by the name.' },
    CATEGORY: { description: 'A category of papers, `cs.LG`.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Something that somebody may be typing.' })
export class Suggestion {
  constructor(private readonly suggested: Suggested) {}

  @Field(() => SuggestionKind, { description: 'What is suggested.' })
  get kind(): SuggestionKind {
    return SuggestionKind[this.suggested.kind];
  }

  @Field({ description: 'The title as it is printed, the name or the category.' })
  get text(): string {
    return this.suggested.text;
  }

  load(context: Context): Promise<Node | null> | null {
    if (this.suggested.kind === 'CATEGORY') return null;
    const byId = this.suggested.kind === 'PAPER' ? paperById : authorById;
    return byId(context).load(this.suggested.key);
  }
}

@ArgsType()
class SuggestArguments {
  @Field({
    description: `What was typed so far, at most ${MAX_PREFIX_LENGTH} characters. Case, accents, TeX and punctuation do not matter; Greek letters may be typed by their names.`,
  })
  prefix!: string;

  @Field(() => Int, {
    nullable: true,
    description: `How many at most, 0 to ${MAX_SIZE}; ${DEFAULT_SIZE} without it.`,
  })
  first?: number | null;
}

const sizeOf = ({ first }: Pick<SuggestArguments, 'first'>) => first ?? DEFAULT_SIZE;

@Resolver(() => Suggestion)
export class SuggestionResolver {
  @Query(() => [Suggestion], {
    description:
      'Completes what somebody is typing. Papers whose title begins so, the most upvoted first, then those that have all of the words, the last one as the beginning of a word; authors of whom each word begins a part of the name, a letter by itself the whole name, those of the most papers first; categories that begin so. The three kinds take turns in this order, but a category that is typed in full comes first. Where very many fit, the best of those that were looked at. A paper is suggested from the moment it was imported. Empty where no letter or digit was typed.',
  })
  @Extensions({ listSize: (args: SuggestArguments) => Math.min(Math.max(0, sizeOf(args)), MAX_SIZE) })
  async suggest(
    @Args(() => SuggestArguments) args: SuggestArguments,
    @Ctx() { database }: Context,
  ): Promise<Suggestion[]> {
    const size = sizeOf(args);
    if (size < 0 || size > MAX_SIZE) {
      throw badUserInput('first', `"first" is ${size}; it takes a number from 0 to ${MAX_SIZE}.`);
    }
    const length = countCharacters(args.prefix);
    if (length > MAX_PREFIX_LENGTH) {
      const message = `"prefix" is ${quoted(args.prefix)}, which has ${length} characters; it takes at most ${MAX_PREFIX_LENGTH}.`;
      throw badUserInput('prefix', message);
    }
    const suggested = await suggest(database.pool, args.prefix, size);
    return suggested.map((one) => new Suggestion(one));
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description: 'The paper or the author. Null for a category, and where it is gone meanwhile.',
  })
  node(@Root() suggestion: Suggestion, @Ctx() context: Context): Promise<Node | null> | null {
    return suggestion.load(context);
  }
}
