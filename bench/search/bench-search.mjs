import { benchBounds } from './bounds/bench-bounds.mjs';
import { boundsReport } from './bounds/bounds-report.mjs';
import { benchKnownItems } from './known-items/bench-known-items.mjs';
import { knownItemsReport } from './known-items/known-items-report.mjs';
import { benchRelevance } from './relevance/bench-relevance.mjs';
import { relevanceReport } from './relevance/relevance-report.mjs';
import { benchSpeed } from './speed/bench-speed.mjs';
import { speedReport } from './speed/speed-report.mjs';

const parts = {
  relevance: { measure: benchRelevance, report: relevanceReport },
  'known-items': { measure: benchKnownItems, report: knownItemsReport },
  bounds: { measure: benchBounds, report: boundsReport },
  speed: { measure: benchSpeed, report: speedReport },
};

/** Measures what search finds and how fast, by the parts that are asked for. */
export async function benchSearch(server, options) {
  const results = {};
  for (const name of options.parts) results[name] = await parts[name].measure(server, options);
  return results;
}

/** The tables of the search section. */
export function searchReport(results, options) {
  return Object.entries(results)
    .map(([name, result]) => parts[name].report(result, options))
    .join('\n');
}
