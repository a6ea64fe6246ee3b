import type { SqlRunner } from '../db/sql';
import { selectCompletions } from './completions.query';
import { suggestAuthors } from './suggested-authors.query';
import { suggestByTitle, type SuggestedPaper } from './titled-papers.query';
import { readTypedText } from './typed-text';
import { suggestByWords } from './worded-papers.query';

/** Something to look for, with the key of its row; a category has none. */
export type Suggested = { kind: 'PAPER' | 'AUTHOR'; text: string; key: number } | { kind: 'CATEGORY'; text: string };

/** Suggests papers, authors and categories for what was typed so far: five statements, however many there are. */
export async function suggest(sql: SqlRunner, prefix: string, limit: number): Promise<Suggested[]> {
  const typed = readTypedText(prefix);
  if (typed === null || limit === 0) return [];
  const titled = await suggestByTitle(sql, typed, limit);
  const completions = await selectCompletions(sql, typed, titled.length < limit);
  const worded = await suggestByWords(sql, typed, completions);
  const authors = await suggestAuthors(sql, typed, limit);
  const categories = completions.categories.map((text): Suggested => ({ kind: 'CATEGORY', text }));
  const isTyped = ({ text }: Suggested) => text.toLowerCase() === typed.text;
  return [
    ...categories.filter(isTyped),
    ...inTurn<Suggested>(
      eachOnce([...titled, ...worded]).map(({ id, title }) => ({ kind: 'PAPER', text: title, key: id })),
      authors.map(({ id, name }) => ({ kind: 'AUTHOR', text: name, key: id })),
      categories.filter((category) => !isTyped(category)),
    ),
  ].slice(0, limit);
}

function eachOnce(papers: SuggestedPaper[]): SuggestedPaper[] {
  return [...new Map(papers.map((paper) => [paper.id, paper])).values()];
}

/** The first of each list, then the second of each, as far as they have one. */
function inTurn<T>(...lists: T[][]): T[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}
