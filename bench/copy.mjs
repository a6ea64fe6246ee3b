import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';

const CHUNK_CHARS = 256 * 1024;

/** Writes rows, lists of texts and numbers, by COPY; `target` is `table (columns)`. */
export async function copyRows(client, target, rows) {
  await pipeline(Readable.from(chunksOf(rows)), client.query(copyFrom(`copy ${target} from stdin`)));
}

/** None of the generated texts holds a tab, line break or backslash. */
function* chunksOf(rows) {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.join('\t')}\n`;
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
