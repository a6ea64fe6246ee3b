// Test collections in the format of the SMART system: Cranfield, CISI, CACM, MED and their like.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const TITLE_WORDS = 10;

/**
 * Reads a folder that holds one file of documents (`*.all*`), one of queries (`*.qry`) and one of judgements (`*qrel*`
 * or `*.rel`): `{ name, documents: [{ number, title, authors, abstract }], queries: [{ number, text, relevant }] }`,
 * where `relevant` is the set of the numbers of documents that answer the query.
 */
export async function readCollection(folder) {
  const names = await readdir(folder);
  const textOf = async (pattern, spelling) => {
    const fitting = names.filter((name) => pattern.test(name));
    if (fitting.length === 1) return readFile(join(folder, fitting[0]), 'utf8');
    throw new Error(`"${folder}" holds ${fitting.length} files named ${spelling}; one is expected.`);
  };
  const documents = parseDocuments(await textOf(/\.all/i, '*.all*'));
  const queries = parseQueries(await textOf(/\.qry$/i, '*.qry'));
  const judgements = parseJudgements(await textOf(/^(?!.*readme).*(?:qrel|\.rel$)/i, '*qrel* or *.rel'));
  return { name: basename(folder), documents, queries: judgedQueries(queries, judgements) };
}

export function parseDocuments(text) {
  return recordsOf(text).map(({ number, sections }) => {
    const abstract = oneLine(sections.W);
    return {
      number,
      title: oneLine(sections.T) || abstract.split(' ').slice(0, TITLE_WORDS).join(' '),
      authors: authorsOf(sections.A),
      abstract,
    };
  });
}

export function parseQueries(text) {
  return recordsOf(text).map(({ number, sections }) => ({ number, text: oneLine(sections.W) || oneLine(sections.T) }));
}

/**
 * Lines of a query, a document and, where there are more columns, a grade in the third of three, or in the last of four.
 * In four columns the document is the third where the second says nothing, as in TREC's files. A grade above zero is
 * relevant; where all are zero, the file lists relevant documents alone.
 */
export function parseJudgements(text) {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns.length >= 2);
  const isTrec = rows.every((columns) => columns.length === 4 && ['0', 'Q0'].includes(columns[1]));
  const judgements = rows.map((columns) => ({
    query: Number(columns[0]),
    document: Number(columns[isTrec ? 2 : 1]),
    grade: columns.length === 2 ? 1 : Number(columns.at(-1)),
  }));
  const areGraded = judgements.some(({ grade }) => grade !== 0);
  return judgements.filter(({ grade }) => !areGraded || grade > 0);
}

/** Judgements name queries by their ids or, as Cranfield's do, by their order: an order is not made of ids alone. */
export function judgedQueries(queries, judgements) {
  const ids = new Set(queries.map(({ number }) => number));
  const areIds = judgements.every(({ query }) => ids.has(query));
  const relevant = new Map();
  for (const { query, document } of judgements) {
    if (!relevant.has(query)) relevant.set(query, new Set());
    relevant.get(query).add(document);
  }
  return queries.map(({ number, text }, index) => ({
    number,
    text,
    relevant: relevant.get(areIds ? number : index + 1) ?? new Set(),
  }));
}

/** `.I` begins a record; a full stop and a capital letter begin a section of it. */
function recordsOf(text) {
  return text
    .split(/^\.I\s+(?=\d)/m)
    .slice(1)
    .map((record) => ({ number: parseInt(record, 10), sections: sectionsOf(record) }));
}

function sectionsOf(record) {
  const sections = {};
  for (const section of record.split(/^\.(?=[A-Z]\s)/m).slice(1)) {
    sections[section[0]] = `${sections[section[0]] ?? ''}${section.slice(1)}\n`;
  }
  return sections;
}

function oneLine(text = '') {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

function authorsOf(text = '') {
  return text
    .split(/\n|\band\b/)
    .map(oneLine)
    .filter(Boolean);
}
