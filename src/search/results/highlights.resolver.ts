import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Term } from '../../words/term';
import type { Paper } from '../../papers/paper.entity';
import { highlightFragments, highlightWhole, MAX_FRAGMENTS, MAX_SPANS, type Span } from './highlight';

export enum HighlightField {
  TITLE = 'TITLE',
  ABSTRACT = 'ABSTRACT',
}

registerEnumType(HighlightField, {
  name: 'HighlightField',
  description: 'What a highlight is of.',
  valuesConfig: {
    TITLE: { description: 'The title, whole.' },
    ABSTRACT: { description: 'Parts of the abstract.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'A piece of a text. Plain text: show it as such, also where it looks like HTML.',
})
export class HighlightSpan implements Span {
  @Field({ description: 'The text as its source prints it, TeX untouched, with all of its spaces.' })
  text!: string;

  @Field({ description: 'Whether this is a word that was looked for.' })
  isMatch!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'A part of a text that has words which were looked for.' })
export class HighlightFragment {
  @Extensions({ listSize: MAX_SPANS })
  @Field(() => [HighlightSpan], {
    description: `Its pieces, at most ${MAX_SPANS}: put together they are the fragment.`,
  })
  spans!: HighlightSpan[];
}

@ObjectType({ simpleResolvers: true, description: 'Where a field of a paper has words that were looked for.' })
export class Highlight {
  @Field(() => HighlightField, { description: 'The field.' })
  field!: HighlightField;

  @Extensions({ listSize: MAX_FRAGMENTS })
  @Field(() => [HighlightFragment], {
    description: `Of the title, all of it; of the abstract, at most ${MAX_FRAGMENTS} parts of about 180 characters in the order of the text.`,
  })
  fragments!: HighlightFragment[];
}

/** Where a paper has words that were looked for; fields without one are left out. */
export function highlightsOf({ title, abstract }: Paper, terms: ReadonlySet<Term>): Highlight[] {
  const whole = highlightWhole(title, terms);
  const parts = highlightFragments(abstract ?? '', terms);
  return [
    ...(whole ? [{ field: HighlightField.TITLE, fragments: [{ spans: whole }] }] : []),
    ...(parts.length ? [{ field: HighlightField.ABSTRACT, fragments: parts.map((spans) => ({ spans })) }] : []),
  ];
}
