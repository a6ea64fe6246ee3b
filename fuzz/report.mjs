import { isObjectType } from 'graphql';
import { table, whole } from '../bench/table.mjs';

const MEBIBYTE = 1024 * 1024;

/** The figures of a run. */
export function figuresOf({ schema, seen, seed, elapsedMs, trend }) {
  const durations = seen.durations.toSorted((one, other) => one - other);
  const at = (share) => durations[Math.min(durations.length - 1, Math.floor(share * durations.length))] ?? 0;
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
  return {
    seed,
    requests: durations.length,
    requestsPerSecond: durations.length / (elapsedMs / 1000),
    kinds: seen.kinds,
    statuses: seen.statuses,
    codes: seen.codes,
    fields: fields.length,
    fieldsWithoutValue: fields.filter((field) => !seen.fields.has(field)),
    medianMs: at(0.5),
    p99Ms: at(0.99),
    slowestMs: at(1),
    memory: trend,
  };
}

/** The same for people. */
export function report(figures) {
  const { seed, requests, requestsPerSecond, fields, fieldsWithoutValue, medianMs, p99Ms, slowestMs } = figures;
  const missing = fieldsWithoutValue.length ? `, all but ${fieldsWithoutValue.join(', ')}` : '';
  return [
    `${whole(requests)} requests of seed ${seed}, ${whole(requestsPerSecond)} a second`,
    ...['kinds', 'statuses', 'codes'].map((what) => countsOf(what, figures[what])),
    `Of the schema's ${fields} fields, ${fields - fieldsWithoutValue.length} had a value${missing}.`,
    `Answers took ${whole(medianMs)} ms in the median, ${whole(p99Ms)} at the 99th percentile, ${whole(slowestMs)} at most.`,
    memoryLine(figures.memory),
  ].join('\n\n');
}

function countsOf(what, counts) {
  const rows = Object.entries(counts).sort(([, one], [, other]) => other - one);
  return table([[what, 'requests'], ...rows.map(([name, count]) => [name, whole(count)])]);
}

function memoryLine(memory) {
  if (memory === null) return 'The run was too short, or the system does not tell, how memory went.';
  const { before, after } = memory;
  return `The server held ${whole(before / MEBIBYTE)} MB after its warm-up and ${whole(after / MEBIBYTE)} MB at the end.`;
}
