import { titleKey } from '../lib/title-key';
import { type KeyedRecord } from './matching/working-paper';
import { type PaperRecord, type ReadRecord } from './record';
import { type Refusal } from './matching/apply-records';

/** About half a second of writing, so that a vote on a paper of the batch does not wait for longer. */
const BATCH_MAX_RECORDS = 1_000;

/** What bounds the memory where records are long. */
const BATCH_MAX_CHARS = 4_000_000;

/** What was read in one go: records to import, and the refusals among them. */
export interface RecordBatch {
  records: KeyedRecord[];
  refusals: Refusal[];
}

export async function* recordBatches(
  entries: AsyncIterable<ReadRecord> | Iterable<ReadRecord>,
): AsyncGenerator<RecordBatch> {
  let batch: RecordBatch = { records: [], refusals: [] };
  let charCount = 0;
  for await (const entry of entries) {
    if ('refused' in entry) batch.refusals.push({ where: entry.where, reason: entry.refused });
    else batch.records.push({ ...entry, titleKey: titleKey(entry.record.title) });

    charCount += 'refused' in entry ? entry.refused.length : charsOf(entry.record);
    if (batch.records.length + batch.refusals.length < BATCH_MAX_RECORDS && charCount < BATCH_MAX_CHARS) continue;
    yield batch;
    batch = { records: [], refusals: [] };
    charCount = 0;
  }
  if (batch.records.length + batch.refusals.length > 0) yield batch;
}

/** Roughly; the abstract and the authors are what can be long. */
function charsOf({ abstract = '', authors = [] }: PaperRecord): number {
  return (
    abstract.length + authors.reduce((sum, { name, affiliation = '' }) => sum + name.length + affiliation.length, 0)
  );
}
