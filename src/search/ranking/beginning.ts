import type { TokenCounts } from '../../indexing/scoring/token-counts.query';
import { saturated } from '../../indexing/scoring/bm25';
import { densityWithin } from '../../indexing/token';
import type { BoundedList } from './likeliest.query';
import { type List, listsByWeight } from './make-plan';
import { tokenOfList } from './posting-lists';
import { FULL_NAME } from './score-paper';
import type { SearchPlan } from './search-plan';

/** How many times as many papers are read as are wanted, where more may be worth as much: some have what the query excludes. */
const SPARE = 3;
/** To so many times as many, papers are read without a look at what they may be worth. */
const FEW = 8;

/** The lists of a plan that count most. */
export interface Beginning {
  lists: BoundedList[];
  /** How many of their papers are to be read, those that may be worth most; null for all. */
  count: number | null;
  /** The most that a paper is worth which is in none of them. */
  mostBeyond: number;
}

/** The least beginning of a plan of one word that has so many papers worth more than all others; null where it would hardly be less than the whole. */
export function beginningOf(plan: SearchPlan, counts: TokenCounts, wanted: number): Beginning | null {
  const all = listsByWeight(plan.terms, counts)
    .filter(({ term, level }) => level >= term.floor)
    .map(withBounds)
    .sort((one, other) => other.most - one.most);
  for (const [index, last] of all.entries()) {
    const lists = all.slice(0, index + 1);
    const mostBeyond = all[index + 1]?.most ?? -Infinity;
    if (lengthOf(lists.filter(({ least }) => least >= mostBeyond)) < wanted) continue;
    if (lengthOf(lists) <= FEW * wanted) return { lists, count: null, mostBeyond };
    return last.hasOnce ? { lists, count: lengthOf(lists) - last.length + SPARE * wanted, mostBeyond } : null;
  }
  return null;
}

const lengthOf = (lists: { length: number }[]) => lists.reduce((sum, { length }) => sum + length, 0);

function withBounds(list: List) {
  const { term, level, length } = list;
  const { weight } = term;
  const token = tokenOfList(term, level);
  if (term.field !== 'text') {
    const most = term.field === 'name' ? weight * (1 + FULL_NAME) : weight;
    return { token, length, weight: most, density: null, least: weight, most, hasOnce: false };
  }
  const { from, to } = densityWithin(level);
  const [least, most] = [weight * saturated(from), weight * saturated(to)];
  // Then the length of a paper says what the word is worth there.
  const hasOnce = to < 2;
  return { token, length, weight, density: to, least, most, hasOnce };
}
