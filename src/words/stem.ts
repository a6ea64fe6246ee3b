import { stemmer } from 'stemmer';

/** What a word shares with its other forms, by Porter's rules: `learn` of `learning`. Words that are not English stay as they are. */
export const stemOf: (word: string) => string = stemmer;

/** Stems of English that say nothing of what a text is about. */
export const STOP_STEMS: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are as at be because been before being below between both but by
  can could did do does doing down during each few for from further had has have having he her here hers him his how i if in
  into is it its itself just may me more most my no nor not now of off on once only or other our ours out over own s same she
  should so some such t than that the their theirs them themselves then there these they this those through to too under until
  up very was we were what when where which while who whom why will with would you your yours`
    .split(/\s+/)
    .map(stemOf),
);
