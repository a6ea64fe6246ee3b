import { quoted } from '../graphql/errors';
import { rowKeyOf } from '../graphql/node';
import { invalidValue } from '../graphql/user-error';
import { parseArxivId } from '../lib/arxiv-id';
import { parseDoi } from '../lib/doi';

/** The column of `papers` that a person named a paper by, and its value there. */
export interface PaperReference {
  column: 'id' | 'arxiv_id' | 'doi' | 'slug';
  value: number | string;
}

/** What a person means who names a paper: an arXiv id, a DOI, an address of either or of a page here, or an id of ours. */
export function parsePaperReference(text: string, publicUrl: string): PaperReference {
  const spelling = text.trim();
  const arxivId = parseArxivId(spelling);
  if (arxivId !== null) return { column: 'arxiv_id', value: arxivId };
  const doi = parseDoi(spelling);
  if (doi !== null) return { column: 'doi', value: doi };
  const slug = slugIn(spelling, publicUrl);
  if (slug !== null) return { column: 'slug', value: slug };
  const key = rowKeyOf('Paper', spelling);
  if (key !== null) return { column: 'id', value: key };
  throw invalidValue(
    'paper',
    `${quoted(text)} names no paper; an arXiv id such as "2606.00467", a DOI such as "10.1007/s11128-011-0242-1", or an address of one of them is accepted.`,
  );
}

function slugIn(address: string, publicUrl: string): string | null {
  const beginning = `${publicUrl}/papers/`;
  if (!address.startsWith(beginning)) return null;
  return /^([a-z0-9-]+)\/?(?:[?#]\S*)?$/.exec(address.slice(beginning.length))?.[1] ?? null;
}
