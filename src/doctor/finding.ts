/** `doubtful` works and may stop to, `broken` does not work. */
export type Verdict = 'sound' | 'doubtful' | 'broken';

/** What a look at a deployment showed, as a sentence, and what to do about it. */
export interface Finding {
  verdict: Verdict;
  says: string;
  remedy?: string;
}

export const sound = (says: string): Finding => ({ verdict: 'sound', says });
export const doubtful = (says: string, remedy: string): Finding => ({ verdict: 'doubtful', says, remedy });
export const broken = (says: string, remedy: string): Finding => ({ verdict: 'broken', says, remedy });
