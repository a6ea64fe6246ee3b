import { parseArgs } from 'node:util';

export const HELP = `npm run fuzz -- [options]

Sends requests at random to the API: documents of the whole schema that are right or broken, with hostile texts, mutations
among them, and broken HTTP. Checks each answer: no 5xx, no INTERNAL_SERVER_ERROR, nothing of the inside let out, the shape
of GraphQL, data that fit the document, and the time it took; then the server's log and its memory. Starts the built
server ("npm run build") over a database of its own. Ends with 1 if anything failed.

  --requests 100000   how many
  --seed 1            which ones: a seed makes the same requests each time
  --concurrency 8     how many at a time
  --max-ms 2000       how long an answer may take; 0 for any time
  --only INDEX        the one request of the seed that has this number, and how to send it by hand
  --database URL      an empty database to use and to keep; without it, one that is made and dropped
  --url URL           a server that runs, for a first look: its log and memory are not seen, and what is sent stays in it
  --json              print the figures as JSON
  --help              print this

FUZZ_DATABASE_URL names a PostgreSQL server whose user may create databases; without it, an embedded one is started in a
temporary folder and removed. With --url, FUZZ_TOKENS names access tokens to send, separated by commas.
`;

/** What was asked for on the command line; a mistake in it is a sentence in an Error. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      requests: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      concurrency: { type: 'string', default: '8' },
      'max-ms': { type: 'string', default: '2000' },
      only: { type: 'string' },
      database: { type: 'string' },
      url: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    requests: wholeNumber('requests', values.requests, 1),
    seed: wholeNumber('seed', values.seed, 0),
    concurrency: wholeNumber('concurrency', values.concurrency, 1),
    maxMs: wholeNumber('max-ms', values['max-ms'], 0) || Infinity,
    only: values.only === undefined ? null : wholeNumber('only', values.only, 0),
    databaseUrl: values.database ?? null,
    url: values.url ?? null,
    isJson: values.json,
    isHelp: values.help,
  };
}

function wholeNumber(name, text, least) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= 1e9) return number;
  throw new Error(`--${name} is "${text}"; it takes a whole number from ${least} to 1000000000.`);
}
