import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import type { SqlRunner } from '../../db/sql';
import { countFacets } from './facets.query';

/** Values of a facet at most, those of the most papers. */
const MAX_VALUES = 50;

@ObjectType({ simpleResolvers: true, description: 'The found papers of one year.' })
export class YearFacet {
  @Field(() => Int, { description: 'The year of publication.' })
  year!: number;

  @Field(() => Int, { description: 'How many of the found papers are of this year.' })
  paperCount!: number;
}

@ObjectType({ simpleResolvers: true, description: 'The found papers of one category.' })
export class CategoryFacet {
  @Field({ description: 'The category, `cs.LG`.' })
  category!: string;

  @Field(() => Int, { description: 'How many of the found papers are in this category; a paper may be in several.' })
  paperCount!: number;
}

@ObjectType({ simpleResolvers: true, description: 'The found papers with a link to code, or those without.' })
export class CodeFacet {
  @Field({ description: 'Whether these papers link to code.' })
  hasCode!: boolean;

  @Field(() => Int, { description: 'How many of the found papers do, or do not.' })
  paperCount!: number;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'How the found papers spread, to narrow a search down. Exact, or lower bounds where `totalCountIsLowerBound` says so.',
})
export class SearchFacets {
  @Extensions({ listSize: MAX_VALUES })
  @Field(() => [YearFacet], {
    description: `By year of publication, at most ${MAX_VALUES}: those of the most papers first.`,
  })
  years!: YearFacet[];

  @Extensions({ listSize: MAX_VALUES })
  @Field(() => [CategoryFacet], { description: `By category, at most ${MAX_VALUES}: those of the most papers first.` })
  categories!: CategoryFacet[];

  @Extensions({ listSize: 2 })
  @Field(() => [CodeFacet], { description: 'By whether they link to code; what no paper has is left out.' })
  hasCode!: CodeFacet[];
}

/** How papers spread over years, categories and those with code. */
export async function facetsOf(sql: SqlRunner, paperIds: number[]): Promise<SearchFacets> {
  const rows = await countFacets(sql, paperIds);
  const of = (facet: string) => rows.filter((row) => row.facet === facet).slice(0, MAX_VALUES);
  return {
    years: of('year').map(({ value, paperCount }) => ({ year: Number(value), paperCount })),
    categories: of('category').map(({ value, paperCount }) => ({ category: value, paperCount })),
    hasCode: of('code').map(({ value, paperCount }) => ({ hasCode: value === 'true', paperCount })),
  };
}
