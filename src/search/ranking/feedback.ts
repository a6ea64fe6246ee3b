import { isStopTerm, type Term } from '../../words/term';
import { LEVELS, tokensOf } from '../../indexing/token';
import type { RequestDatabase } from '../../db/requests/request-database';
import { rarity } from '../../indexing/scoring/bm25';
import type { Candidate } from './candidates.query';
import { frequenciesOf } from '../../indexing/scoring/term-frequencies';
import type { PlanTerm, SearchPlan } from './search-plan';
import { countTokensTogether } from '../../indexing/scoring/token-counts.query';

/** A query of fewer words says too little for its best papers to be like what was meant. */
const MIN_WORDS = 3;
export const FEEDBACK_PAPERS = 5;
const WORDS = 20;
/** What the words of the best papers weigh beside those of the query. */
const SHARE = 0.4 / 0.6;

export interface BestPaper {
  candidate: Candidate;
  wordScore: number;
}

/** Whether a plan is made of enough words to take others along. */
export function takesFeedback({ wordCount }: SearchPlan): boolean {
  return wordCount >= MIN_WORDS;
}

/**
 * Adds the words that the best papers are full of: pseudo-relevance feedback by the relevance model RM3 (Lavrenko and Croft
 * 2001, Abdul-Jaleel et al. 2004). No paper is found by them; those that were found are put in a better order.
 */
export async function withFeedback(
  database: RequestDatabase,
  plan: SearchPlan,
  best: BestPaper[],
): Promise<SearchPlan> {
  if (best.length < FEEDBACK_PAPERS) return plan;
  const shares = wordsOfPapers(best);
  const counts = await countTokensTogether(database, [...shares.keys()].flatMap(tokensOf));
  const added = new Map(
    [...shares].map(([term, share]) => {
      const weight = SHARE * plan.wordCount * share * rarity(counts.countOfWord(term), counts.allPapers);
      return [term, weight];
    }),
  );
  const terms = plan.terms.map((term): PlanTerm => {
    const more = term.field === 'text' ? (added.get(term.term) ?? 0) : 0;
    if (term.field === 'text') added.delete(term.term);
    return { ...term, weight: Math.fround(term.weight + more) };
  });
  const others = [...added].map(([term, weight], index): PlanTerm => {
    return {
      field: 'text',
      term,
      weight: Math.fround(weight),
      group: plan.wordCount + index,
      floor: LEVELS,
      jointFloor: LEVELS,
    };
  });
  return { ...plan, terms: [...terms, ...others] };
}

/** The words that take the largest share of some papers, a better paper counting more, with these shares; they add up to 1. */
function wordsOfPapers(papers: BestPaper[]): Map<Term, number> {
  const shares = new Map<Term, number>();
  for (const { candidate, wordScore } of papers) {
    const share = wordScore / candidate.length;
    for (const [term, frequency] of frequenciesOf(candidate.fields, (each) => !isStopTerm(each))) {
      shares.set(term, (shares.get(term) ?? 0) + share * frequency);
    }
  }
  const largest = [...shares].sort(([, one], [, other]) => other - one).slice(0, WORDS);
  const sum = largest.reduce((all, [, share]) => all + share, 0);
  return new Map(largest.map(([term, share]) => [term, share / sum]));
}
