import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { isAnyOf, prepared, rowsOf } from '../db/sql';
import type { Context } from '../graphql/context';
import { defineLoader } from '../graphql/loader';
import { Paper } from '../papers/paper.entity';
import { needsWholePaper } from '../papers/paper-columns';
import { bibtexOf } from './bibtex';

const NAMES = prepared(`
  select paper_id as "paperId", array_agg(name_as_printed order by position) as names
  from authorships where paper_id ${isAnyOf('$1', 'integer')} group by paper_id`);

const authorNamesOfPaper = defineLoader<number, string[]>(async (sql, paperIds) => {
  const rows = await rowsOf<{ paperId: number; names: string[] }>(sql, NAMES, [paperIds]);
  const names = new Map(rows.map((row) => [row.paperId, row.names]));
  return paperIds.map((id) => names.get(id) ?? []);
});

needsWholePaper('bibtex');

@Resolver(() => Paper)
export class BibtexResolver {
  @FieldResolver(() => String, {
    description:
      'The paper as a BibTeX entry: its special characters and accented letters written as TeX, its formulas left as they are. Without names where those are not known.',
  })
  async bibtex(@Root() paper: Paper, @Ctx() context: Context): Promise<string> {
    return bibtexOf({
      slug: paper.slug,
      title: paper.title,
      publishedOn: paper.publishedOn,
      arxivId: paper.arxivId,
      doi: paper.doi,
      primaryCategory: paper.categories[0] ?? null,
      authorNames: (await authorNamesOfPaper(context).load(paper.rowId)) ?? [],
      url: `${context.publicUrl}/papers/${paper.slug}`,
    });
  }
}
