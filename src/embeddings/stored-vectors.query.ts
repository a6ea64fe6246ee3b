import { escapeLiteral } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { SqlDatabase } from '../db/sql';
import { bytesOf } from './vector';

/** What COPY in its binary form begins with. */
const HEADER_BYTES = 19;
/** In a row, behind the number of its fields: the length of an id, the id, the length of a vector, and the vector. */
const ID_AT = 6;
const VECTOR_AT = 14;

export interface StoredVectors {
  model: string;
  dimensions: number;
  /** As PostgreSQL writes an integer[]: `{1,2}`. It is made part of a statement, so it must come from there. */
  paperIds: string;
}

/**
 * Shows the vectors of papers one after the other, in no order; the array is used again for the next one. COPY takes no
 * parameters, but answers bytes: rows come as hexadecimal text, which takes three times as long.
 */
export async function visitVectors(
  database: SqlDatabase,
  { model, dimensions, paperIds }: StoredVectors,
  visit: (paperId: number, vector: Float32Array) => void,
): Promise<void> {
  const vector = new Float32Array(dimensions);
  const vectorBytes = bytesOf(vector);
  const rowBytes = VECTOR_AT + vectorBytes.length;
  const statement = `copy (
    select paper_id, vector from paper_embeddings where model = ${escapeLiteral(model)}
      and paper_id = any(${escapeLiteral(paperIds)}::integer[]) and length(vector) = ${vectorBytes.length}
  ) to stdout (format binary)`;

  await database.withConnection(async (sql, discard) => {
    let left: Buffer = Buffer.alloc(0);
    let rowAt = HEADER_BYTES;
    try {
      for await (const chunk of sql.query(copyTo(statement)) as AsyncIterable<Buffer>) {
        const bytes = Buffer.concat([left, chunk]);
        for (; rowAt + rowBytes <= bytes.length; rowAt += rowBytes) {
          bytes.copy(vectorBytes, 0, rowAt + VECTOR_AT);
          visit(bytes.readInt32BE(rowAt + ID_AT), vector);
        }
        left = bytes.subarray(rowAt);
        rowAt = Math.max(0, rowAt - bytes.length);
      }
    } catch (error) {
      // The rest of the answer is still on its way.
      discard(error as Error);
      throw error;
    }
  });
}
