import { densityOf } from '../../indexing/token';
import { type Term } from '../../words/term';
import { MOST_SATURATED, saturated } from '../../indexing/scoring/bm25';
import type { Candidate } from './candidates.query';
import type { PaperFields } from '../../indexing/scoring/paper-fields';
import { visitWords } from '../../indexing/scoring/term-frequencies';
import { TermMap } from '../../indexing/scoring/term-map';
import { holdsPhrase } from './meet-conditions';
import type { PlanField, PlanTerm, SearchPlan } from './search-plan';

export interface ScoredPaper {
  paperId: number;
  /** What it is worth by its words alone. */
  wordScore: number;
  score: number;
  /** In which ways it was found. */
  matches: Matches;
  /** How many words of the query it has. */
  wordCount: number;
}

export enum SearchMatch {
  IDENTIFIER = 'IDENTIFIER',
  TITLE = 'TITLE',
  PHRASE = 'PHRASE',
  WORDS = 'WORDS',
  RELATED_WORDS = 'RELATED_WORDS',
  AUTHOR = 'AUTHOR',
  CATEGORY = 'CATEGORY',
  YEAR = 'YEAR',
  MEANING = 'MEANING',
}

/** Ways in which a paper was found, a bit for each: a thousand papers are scored for a page. */
export type Matches = number;

const WAYS = Object.values(SearchMatch);

export function matchesBy(...ways: SearchMatch[]): Matches {
  return ways.reduce((bits, way) => bits | (1 << WAYS.indexOf(way)), 0);
}

/** In the order of the enum. */
export function waysOf(matches: Matches): SearchMatch[] {
  return WAYS.filter((way) => matches & matchesBy(way));
}

const BY_TITLE = matchesBy(SearchMatch.TITLE);
const BY_PHRASE = matchesBy(SearchMatch.PHRASE);
const BY_WORDS = matchesBy(SearchMatch.WORDS);
const BY_RELATED_WORDS = matchesBy(SearchMatch.RELATED_WORDS);
const BY_AUTHOR = matchesBy(SearchMatch.AUTHOR);
const BY_CATEGORY = matchesBy(SearchMatch.CATEGORY);
const BY_YEAR = matchesBy(SearchMatch.YEAR);

/** The words of a query as they stand, stop words included. */
export interface Phrase {
  terms: Term[];
  /** Papers whose title has the letters of the query, however these are parted into words. */
  titledAlike: ReadonlySet<number>;
}

/** How far a paper that has the query as it stands comes before all that have its words somewhere. */
const TIERS = { titleIsQuery: 3, titleHasQuery: 2, abstractHasQuery: 1, none: 0 };

/** One who has two words of the query is worth more than two who have one each: a word of another person counts half. */
const OF_ANOTHER_PERSON = 0.5;
/** How much more a name is worth that has no words besides those of the query: Wei Li before Wei Chen Li. */
export const FULL_NAME = 0.2;

const MOST_WORTH = Math.max(MOST_SATURATED, 1 + FULL_NAME);

/**
 * Scores papers by a plan: BM25 over their words, of what may stand for a word the best, and before all others those that have
 * the query as it stands.
 */
export class PaperScorer {
  private readonly planned: Record<PlanField, TermMap<PlanTerm>>;
  /** More than any paper is worth by its words. */
  private readonly tierWorth: number;
  /** What the paper at hand is worth by each group, how often it has each word, and how it was found; made anew for each. */
  private readonly worth: Float64Array;
  private readonly frequencies = new Map<PlanTerm, number>();
  private matches: Matches = 0;

  constructor(
    private readonly plan: SearchPlan,
    private readonly phrase: Phrase,
  ) {
    const within = (field: PlanField) =>
      new TermMap(plan.terms.filter((term) => term.field === field).map((term) => [term.term, term] as const));
    this.planned = {
      text: within('text'),
      title: within('title'),
      name: within('name'),
      category: within('category'),
      year: within('year'),
    };
    this.worth = new Float64Array(1 + Math.max(-1, ...plan.terms.map(({ group }) => group)));
    this.tierWorth = 1 + MOST_WORTH * plan.terms.reduce((sum, { weight }) => sum + weight, 0);
  }

  score({ paperId, length, fields }: Candidate): ScoredPaper {
    this.worth.fill(0);
    this.matches = 0;
    this.creditWords(fields, length);
    this.creditNames(fields);
    this.creditEach(fields, 'title', 'title', BY_WORDS);
    this.creditEach(fields, 'marks', 'category', BY_CATEGORY);
    this.creditEach(fields, 'marks', 'year', BY_YEAR);

    const tier = this.tierOf(paperId, fields);
    if (tier >= TIERS.titleHasQuery) this.matches |= BY_TITLE;
    else if (tier === TIERS.abstractHasQuery) this.matches |= BY_PHRASE;
    let wordScore = 0;
    let wordCount = 0;
    for (let group = 0; group < this.worth.length; group++) {
      wordScore += this.worth[group]!;
      if (group < this.plan.wordCount && this.worth[group]! > 0) wordCount++;
    }
    return { paperId, wordScore, wordCount, matches: this.matches, score: wordScore + tier * this.tierWorth };
  }

  private credit({ group }: PlanTerm, points: number, match: Matches): void {
    if (points > this.worth[group]!) this.worth[group] = points;
    this.matches |= group < this.plan.wordCount ? match : BY_RELATED_WORDS;
  }

  private creditWords(fields: PaperFields, length: number): void {
    const { text } = this.planned;
    this.frequencies.clear();
    visitWords(fields, (term, times) => {
      const planned = text.get(term);
      if (planned) this.frequencies.set(planned, (this.frequencies.get(planned) ?? 0) + times);
    });
    for (const [planned, frequency] of this.frequencies) {
      const density = densityOf(frequency, length);
      this.credit(planned, planned.weight * saturated(density), BY_WORDS);
    }
  }

  private creditEach(fields: PaperFields, where: 'title' | 'marks', field: PlanField, match: Matches): void {
    if (this.planned[field].size === 0) return;
    for (const term of fields[where]) {
      const planned = this.planned[field].get(term);
      if (planned) this.credit(planned, planned.weight, match);
    }
  }

  private creditNames(fields: PaperFields): void {
    const { name } = this.planned;
    if (name.size === 0 || !fields.names.some((term) => name.get(term) !== undefined)) return;
    const people = fields.people.map((person) => this.personOf(person));
    const best = Math.max(0, ...people.map(({ worth }) => worth));
    for (const { found, worth, fullness } of people) {
      const share = worth === best ? 1 + FULL_NAME * fullness : OF_ANOTHER_PERSON;
      for (const planned of found) this.credit(planned, share * planned.weight, BY_AUTHOR);
    }
  }

  private personOf(name: Uint32Array): { found: PlanTerm[]; fullness: number; worth: number } {
    const found: PlanTerm[] = [];
    for (const term of name) {
      const planned = this.planned.name.get(term);
      if (planned) found.push(planned);
    }
    const fullness = found.length / name.length;
    return { found, fullness, worth: found.reduce((sum, { weight }) => sum + weight, 0) * (1 + FULL_NAME * fullness) };
  }

  private tierOf(paperId: number, fields: PaperFields): number {
    const { terms, titledAlike } = this.phrase;
    if (titledAlike.has(paperId)) return TIERS.titleIsQuery;
    // A single word is no phrase: in the title it counts twice, and that is all.
    if (terms.length < 2) return TIERS.none;
    const { title } = fields;
    if (holdsPhrase(title, terms)) return title.length === terms.length ? TIERS.titleIsQuery : TIERS.titleHasQuery;
    return holdsPhrase(fields.abstract, terms) ? TIERS.abstractHasQuery : TIERS.none;
  }
}
