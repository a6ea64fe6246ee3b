import { isInterfaceType } from 'graphql';
import { askedOptions, closeAtSignal } from '../bench/command-line.mjs';
import { built, tell } from '../bench/project.mjs';
import { checkLogLine } from './checks/check-log.mjs';
import { Secrets } from './checks/find-leaks.mjs';
import { memoryTrend } from './checks/memory.mjs';
import { explainFailures, failureLines } from './failures.mjs';
import { fuzz } from './fuzz.mjs';
import { HELP, readOptions } from './options.mjs';
import { figuresOf, report } from './report.mjs';
import { openTarget } from './target/open-target.mjs';
import { sender } from './target/send.mjs';
import { settle } from './target/settle.mjs';

const PROGRESS_EVERY = 5000;
const SHOWN_LINES = 10;

const options = askedOptions(readOptions, HELP);
if (options.isHelp) process.stdout.write(HELP);
else process.exitCode = (await run()) ? 0 : 1;

/** Answers whether all went well. */
async function run() {
  const { apiSchema } = built('schema');
  const schema = apiSchema();
  const secrets = new Secrets();
  const logFaults = [];
  const target = await openTarget(options, (line) => logFaults.push(...checkLogLine(line, secrets)));
  closeAtSignal(target);
  const { send, close } = sender(target.server.url, options.concurrency);
  try {
    secrets.know(target.world.tokens);
    await settle(send, target.world.people);
    const { seen, figures } = await measured({ schema, secrets, target, send });
    const isAlive = target.server.isAlive();
    const failures = await explainFailures({ schema, send, maxMs: options.maxMs }, seen.failures);
    return tellAll({ figures, failures, logFaults, isAlive });
  } finally {
    close();
    await target.close();
  }
}

async function measured({ schema, secrets, target: { server, world }, send }) {
  const { seed, only, concurrency, maxMs } = options;
  tell(`Seed ${seed}, against ${server.url}.`);
  const startedAt = performance.now();
  const seen = await fuzz({
    ...{ schema, secrets, server, send, seed, concurrency, maxMs },
    world: { ...world, nodeTypes: nodeTypesOf(schema) },
    from: only ?? 0,
    requests: only === null ? options.requests : 1,
    onProgress: tellProgress,
  });
  const elapsedMs = performance.now() - startedAt;
  const trend = memoryTrend(seen.memory);
  return { seen, figures: figuresOf({ schema, seen, seed, elapsedMs, trend }) };
}

function nodeTypesOf(schema) {
  const node = Object.values(schema.getTypeMap()).find((type) => isInterfaceType(type) && type.name === 'Node');
  return schema.getPossibleTypes(node).map(({ name }) => name);
}

function tellProgress({ index }, answer, { failures }) {
  if (index === options.only) tell(`${answer.status} ${answer.text}`);
  if (index > 0 && index % PROGRESS_EVERY === 0) tell(`${index} requests, ${failures.length} failed`);
}

function tellAll({ figures, failures, logFaults, isAlive }) {
  const isWell = failures.length + logFaults.length === 0 && isAlive && figures.memory?.isFlat !== false;
  if (options.isJson)
    process.stdout.write(`${JSON.stringify({ isWell, isAlive, figures, failures, logFaults }, null, 2)}\n`);
  else {
    const verdicts = [
      ...failures.map(failureLines),
      ...logFaults.slice(0, SHOWN_LINES).map((fault) => `✗ ${fault}`),
      ...(isAlive ? [] : ['✗ The server ended.']),
      ...(figures.memory?.isFlat === false ? ['✗ The memory of the server grew.'] : []),
      ...(isWell ? ['All is well.'] : []),
    ];
    process.stdout.write(`${[report(figures), ...verdicts].join('\n\n')}\n`);
  }
  return isWell;
}
