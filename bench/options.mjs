import { parseArgs } from 'node:util';

const SECTIONS = ['list', 'import', 'votes', 'threads'];

export const HELP = `npm run bench -- [list] [import] [votes] [threads] [options]

Measures the API on this machine; without a section, all of them.
  list     the 20 newest papers with authors and votes, against one SQL statement of the same answer
  import   arXiv lines into the database, against COPY of the same rows
  votes    votes on one hot paper and on many, against one SQL statement that writes the same
  threads  a page of a thread of 10,000 comments, nested 1 deep and 500 deep

  --papers 10000,100000   how many papers the list is measured with
  --quick                 shorter rounds and smaller imports: a first look, not a figure to quote
  --json                  print JSON
  --help                  print this

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
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((name) => !SECTIONS.includes(name));
  if (unknown) throw new Error(`"${unknown}" is no section; it takes some of ${SECTIONS.join(', ')}.`);
  return {
    ...values,
    paperCounts: paperCountsOf(values.papers),
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
