import { parseArgs } from 'node:util';

const SECTIONS = ['list', 'import', 'votes', 'threads', 'search', 'attacks', 'migrations', 'live'];
const SEARCH_PARTS = ['relevance', 'known-items', 'bounds', 'speed'];

export const HELP = `npm run bench -- [list] [import] [votes] [threads] [search] [attacks] [migrations] [live] [options]

Measures the API on this machine; without a section, all of them.
  list     the 20 newest papers with authors and votes, against one SQL statement of the same answer
  import   arXiv lines into the database, against COPY of the same rows
  votes    votes on one hot paper and on many, against one SQL statement that writes the same
  threads  a page of a thread of 10,000 comments, nested 1 deep and 500 deep
  search   what it finds, by test collections and by papers that one knows, and how fast it answers
  attacks  how fast what would harm is refused, and what it does to ordinary requests among which it comes
  migrations  each migration, and an example of the next one, while others read and write
  live     how soon a vote at one process is heard at another, and what 2,000 idle subscribers cost

  --papers 10000,100000   how many papers the list, the speed of search and migrations are measured with
  --quick                 shorter rounds and smaller imports: a first look, not a figure to quote
  --minutes 2             how long the attacks go on among ordinary requests
  --json                  print JSON
  --help                  print this

Of the search:
  --parts relevance,known-items,bounds,speed   some of its parts
  --collection FOLDER     one more test collection in SMART's format: *.all*, *.qry, and *qrel* or *.rel; may be repeated
  --sample 1000           how many known papers are looked for, drawn from all, or "all"
  --misses                list up to ten papers of each kind that did not come first
  --mode LEXICAL          the search mode that is asked for

Cranfield and the real papers are read from ../shared/data, and left out where that is not there.
BENCH_DATABASE_URL names a PostgreSQL server whose user may create databases (dp_bench_…, which are kept);
without it, an embedded one is started in a temporary folder and removed.
`;

/** What was asked for on the command line; a mistake in it is a sentence in an Error. */
export function readOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      papers: { type: 'string', default: '10000,100000' },
      quick: { type: 'boolean', default: false },
      parts: { type: 'string', default: SEARCH_PARTS.join() },
      collection: { type: 'string', multiple: true, default: [] },
      sample: { type: 'string', default: '1000' },
      misses: { type: 'boolean', default: false },
      mode: { type: 'string', default: 'LEXICAL' },
      minutes: { type: 'string', default: '2' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((name) => !SECTIONS.includes(name));
  if (unknown) throw new Error(`"${unknown}" is no section; it takes some of ${SECTIONS.join(', ')}.`);
  return {
    ...values,
    paperCounts: paperCountsOf(values.papers),
    parts: partsOf(values.parts),
    sample: wholeOf('sample', values.sample, 'a whole number from 1 on, or "all"', { all: Infinity }),
    minutes: wholeOf('minutes', values.minutes, 'a whole number from 1 on'),
    sections: positionals.length ? positionals : SECTIONS,
  };
}

function paperCountsOf(text) {
  const counts = text.split(',').map(Number);
  if (counts.some((count) => !Number.isInteger(count) || count < 100)) {
    throw new Error(`--papers is "${text}"; it takes whole numbers from 100 on, separated by commas.`);
  }
  return counts;
}

function partsOf(text) {
  const parts = text.split(',');
  if (parts.every((part) => SEARCH_PARTS.includes(part))) return parts;
  throw new Error(`--parts is "${text}"; it takes some of ${SEARCH_PARTS.join(', ')}, separated by commas.`);
}

function wholeOf(name, text, accepted, words = {}) {
  const number = words[text] ?? Number(text);
  if (number === Infinity || (Number.isInteger(number) && number > 0)) return number;
  throw new Error(`--${name} is "${text}"; it takes ${accepted}.`);
}
