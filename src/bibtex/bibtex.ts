import { foldText } from '../lib/fold-text';
import { asciiWords } from '../lib/slug';
import { bibtexName, citationNameOf } from './bibtex-name';
import { texOfMarkup } from './tex-markup';

export interface BibtexSource {
  slug: string;
  title: string;
  /** `YYYY-MM-DD`. */
  publishedOn: string | null;
  arxivId: string | null;
  doi: string | null;
  primaryCategory: string | null;
  /** As printed, in the paper's order; empty where only their number is known. */
  authorNames: string[];
  url: string;
}

const MONTH_MACROS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Title words that do not tell papers apart in a citation key. */
const STOP_WORDS = new Set(
  'a an the on of in for to and or is are was do does can how what why when where which with from by at via as it its'.split(
    ' ',
  ),
);

/** Characters that no font draws, apart from the two joiners that Persian, Indic scripts and emoji are spelled with. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu;

/**
 * The paper as one BibTeX entry of several lines, for BibTeX and biber alike. It is always `@misc`, the one type that
 * asks for no field that we may not have: `@article` warns where there is no journal, which no source of ours names.
 */
export function bibtexOf(paper: BibtexSource): string {
  const authorNames = paper.authorNames.map(oneLine).filter(Boolean);
  const citationKey = citationKeyOf(paper, authorNames);
  const fields = [
    // What BibTeX sorts and labels by where there is no author.
    authorNames.length > 0 ? field('author', authorNames.map(bibtexName).join(' and ')) : field('key', citationKey),
    field('title', `{${texOfMarkup(oneLine(paper.title))}}`),
    ...dateFields(paper.publishedOn),
    ...arxivFields(paper),
    ...(paper.doi ? [field('doi', verbatim(paper.doi))] : []),
    field('url', verbatim(paper.url)),
  ];
  return `@misc{${citationKey},\n  ${fields.join(',\n  ')}\n}\n`;
}

/** `vaswani2017attention`; the slug where the first author is not known. */
function citationKeyOf(paper: BibtexSource, authorNames: string[]): string {
  const name = citationNameOf(authorNames[0] ?? '');
  const word = asciiWords(paper.title).find((candidate) => !STOP_WORDS.has(candidate));
  if (name === '' || word === undefined) return asciiWords(paper.slug).join('-') || 'paper';
  return `${name}${paper.publishedOn?.slice(0, 4) ?? ''}${word}`;
}

function dateFields(publishedOn: string | null): string[] {
  const [, year, month] = /^(\d{4})-(\d{2})-/.exec(publishedOn ?? '') ?? [];
  if (year === undefined) return [];
  const macro = MONTH_MACROS[Number(month) - 1];
  return [field('year', year), ...(macro === undefined ? [] : [`month = ${macro}`])];
}

function arxivFields({ arxivId, primaryCategory }: BibtexSource): string[] {
  if (arxivId === null) return [];
  const fields = [field('eprint', verbatim(arxivId)), field('archivePrefix', 'arXiv')];
  return primaryCategory === null ? fields : [...fields, field('primaryClass', verbatim(primaryCategory))];
}

function field(name: string, value: string): string {
  return `${name} = {${value}}`;
}

function oneLine(text: string): string {
  return foldText(text.replace(/\s/g, ' ').replace(INVISIBLE, ''));
}

/** For fields that styles set with `\url`: no escapes, only what BibTeX or `\url` cannot carry is percent-encoded. */
function verbatim(text: string): string {
  return oneLine(text).replace(/[^!-~]|[{}\\]/gu, encodeURIComponent);
}
