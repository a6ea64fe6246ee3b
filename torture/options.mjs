import { parseArgs } from 'node:util';
import { PEOPLE } from './town/people.mjs';

const PARTS = ['backends', 'restarts', 'crashes', 'kills', 'stops'];

export const HELP = `npm run torture [-- options]

Breaks what the API stands on, or the API itself, while readers and writers use it over HTTP, and checks what is promised:
no process ends by itself, no acknowledged write is lost or doubled, failures are clean, and soon all is as before.
  backends   all database sessions of the API ended every 200 ms for 60 s
  restarts   PostgreSQL restarted, 20 times
  crashes    PostgreSQL killed, or one of its sessions, or shut down without cleaning up, 20 times
  kills      the API killed with -9 and started again, 200 times
  stops      the API stopped by SIGTERM and started again, 100 times

  --parts backends,kills   some of the parts; without it, all of them
  --quick                  10 s and 3 times of each: a first look, not a figure to quote
  --rate 220               requests a second in all
  --clients 60             over so many connections, each with one request at a time
  --seed 1                 another order of requests
  --json                   print JSON
  --help                   print this

It starts a PostgreSQL server and an API of its own in a temporary folder, and removes them. Ends with 1 when a promise was
broken, and keeps the log of the API then.
`;

/** What was asked for on the command line; a mistake in it is a sentence in an Error. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      parts: { type: 'string', default: PARTS.join() },
      quick: { type: 'boolean', default: false },
      rate: { type: 'string', default: '220' },
      clients: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    ...values,
    parts: partsOf(values.parts),
    rate: wholeFrom('rate', values.rate),
    clients: clientsOf(values.clients),
    seed: wholeFrom('seed', values.seed),
  };
}

function partsOf(text) {
  const parts = text.split(',');
  if (parts.every((part) => PARTS.includes(part))) return parts;
  throw new Error(`--parts is "${text}"; it takes some of ${PARTS.join(', ')}, separated by commas.`);
}

function wholeFrom(name, text) {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} is "${text}"; it takes a whole number from 1 on.`);
}

function clientsOf(text) {
  const clients = wholeFrom('clients', text);
  if (clients >= 10 && clients <= PEOPLE) return clients;
  throw new Error(`--clients is "${text}"; it takes a whole number from 10 to ${PEOPLE}.`);
}
