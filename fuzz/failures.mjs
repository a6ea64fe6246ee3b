import { checkAnswer } from './checks/check-answer.mjs';
import { Secrets } from './checks/find-leaks.mjs';
import { reduce, signatureOf } from './reduce.mjs';
import { reproduction } from './reproduction.mjs';

/** Of failures that are like one another one is shown, and of all so many. */
const SHOWN = 20;

/** Failures in groups of those that are alike, the most frequent first, each with the smallest request that shows it. */
export async function explainFailures({ schema, send, maxMs }, failures) {
  const groups = new Map();
  for (const failure of failures) {
    const signature = signatureOf(failure.faults);
    groups.set(signature, [...(groups.get(signature) ?? []), failure]);
  }
  const faultsOf = async (request) => {
    const checks = { schema, secrets: new Secrets(), maxMs };
    return checkAnswer(checks, request, await send(request));
  };
  const mostFrequent = [...groups].sort(([, one], [, other]) => other.length - one.length).slice(0, SHOWN);
  const explained = [];
  for (const [signature, [first, ...others]] of mostFrequent) {
    const { request, isRepeatable } = await reduce(first.request, signature, faultsOf);
    explained.push({
      count: 1 + others.length,
      index: first.request.index,
      kind: first.request.kind,
      faults: first.faults,
      answer: first.answer.text.slice(0, 500),
      isRepeatable,
      reproduction: reproduction(request),
    });
  }
  return explained;
}

/** The same for people. */
export function failureLines({ count, index, kind, faults, answer, isRepeatable, reproduction: line }) {
  const again = isRepeatable ? 'The smallest request that does so' : 'It did not do so again, in a request of its own';
  return [
    `✗ ${count} times, at first in request ${index} (${kind}):`,
    ...faults.map((fault) => `  ${fault}`),
    `  Answered: ${answer}`,
    `  ${again}:`,
    `  ${line}`,
  ].join('\n');
}
