import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { authorName, generatePapers, textsOf } from '../generate.mjs';

/** Writes a file of so many arXiv lines, as the daily listing has them. */
export async function writeArxivLines(path, count) {
  await pipeline(Readable.from(chunksOf(count)), createWriteStream(path));
}

function* chunksOf(count) {
  let chunk = '';
  for (const paper of generatePapers(count)) {
    chunk += `${JSON.stringify(lineOf(paper, textsOf(paper.number, count)))}\n`;
    if (chunk.length < 256 * 1024) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function lineOf({ arxivId, categories, authors }, { title, abstract }) {
  return {
    id: arxivId,
    categories,
    pdf: `https://arxiv.org/pdf/${arxivId}`,
    abs: `https://arxiv.org/abs/${arxivId}`,
    authors: authors.map(authorName),
    title,
    comment: null,
    summary: abstract,
  };
}
