/** Calls back once somebody does not wait any more, at once where they never did, and answers how to take that back. */
export type WhenGone = (callBack: (reason: Error) => void) => () => void;
