import { writeFile } from 'node:fs/promises';

/** What the importer takes of an abstract at most. */
const ABSTRACT_MAX_CHARS = 50_000;
const PAPERS_A_MONTH = 99_999;

/**
 * Writes documents as arXiv lines. Each gets an arXiv id of its own, so that documents of one title stay apart; answers
 * which document an id is. What has neither title nor abstract is no paper, and left out.
 */
export async function writeCollection(path, documents) {
  const papers = documents.filter(({ title }) => title !== '');
  const numbers = new Map(papers.map(({ number }, index) => [arxivIdAt(index), number]));
  const lines = papers.map(({ title, authors, abstract }, index) =>
    JSON.stringify({ id: arxivIdAt(index), title, authors, summary: abstract.slice(0, ABSTRACT_MAX_CHARS) }),
  );
  await writeFile(path, `${lines.join('\n')}\n`);
  return (arxivId) => numbers.get(arxivId);
}

function arxivIdAt(index) {
  const month = String(1 + Math.floor(index / PAPERS_A_MONTH)).padStart(2, '0');
  return `20${month}.${String(1 + (index % PAPERS_A_MONTH)).padStart(5, '0')}`;
}
