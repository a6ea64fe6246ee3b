/** The texts that the fuzzer sends, by what they are. */
export const { HOSTILE_TEXTS, UNSTORABLE_TEXTS } = jest.requireActual<{
  HOSTILE_TEXTS: Record<string, string>;
  UNSTORABLE_TEXTS: Record<string, string>;
}>('../../fuzz/grammar/hostile-texts.mjs');
