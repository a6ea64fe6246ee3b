const K1 = 1.2;
const B = 0.75;

/**
 * A plain search of documents `{ number, title, abstract }` by BM25 over lower-cased words as they stand, which scores
 * every document that has any word of the query: what the search of the API is held against.
 */
export function bm25Search(documents) {
  const lengths = new Map();
  const postings = new Map();
  for (const { number, title, abstract } of documents) {
    const words = wordsIn(`${title} ${abstract}`);
    lengths.set(number, words.length);
    for (const word of words) {
      if (!postings.has(word)) postings.set(word, new Map());
      postings.get(word).set(number, (postings.get(word).get(number) ?? 0) + 1);
    }
  }
  const meanLength = [...lengths.values()].reduce((sum, length) => sum + length, 0) / lengths.size;
  const norms = new Map([...lengths].map(([number, length]) => [number, K1 * (1 - B + (B * length) / meanLength)]));

  return function search(query, first) {
    const scores = new Map();
    for (const word of wordsIn(query)) {
      const posting = postings.get(word) ?? new Map();
      const rarity = Math.log(1 + (lengths.size - posting.size + 0.5) / (posting.size + 0.5));
      for (const [number, frequency] of posting) {
        const weight = (rarity * frequency * (K1 + 1)) / (frequency + norms.get(number));
        scores.set(number, (scores.get(number) ?? 0) + weight);
      }
    }
    const ranked = [...scores].sort(([one, score], [other, otherScore]) => otherScore - score || one - other);
    return ranked.slice(0, first).map(([number]) => number);
  };
}

function wordsIn(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
