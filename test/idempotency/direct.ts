import { Field, ObjectType } from 'type-graphql';
import type { Database } from '../../src/db/database';
import { Payload } from '../../src/graphql/payload';
import { CreatingMutationInput } from '../../src/idempotency/creating-mutation.inputs';
import { CreatingMutation, performOnce } from '../../src/idempotency/perform-once';
import { memberWith } from '../support/viewers';
import { requestContext } from '../support/request-context';

@ObjectType({ description: 'Of no schema.' })
export class NotePayload extends Payload {
  @Field(() => String, { nullable: true })
  note: string | null = null;
}

/** Of another mutation. */
export class OtherNotePayload extends NotePayload {}

class NoteInput extends CreatingMutationInput {
  text?: string | null;
  about?: object;
}

type Work = CreatingMutation<NotePayload, { note: string }>['perform'];

/** Runs a creating mutation of no schema, whose work the test holds in its hand, as the person of this number. */
export function makeNote(
  database: Database,
  input: Partial<NoteInput>,
  perform: Work,
  { userId = 1, payload = NotePayload } = {},
): Promise<NotePayload> {
  const viewer = memberWith('write', userId);
  const context = requestContext(database, viewer);
  return performOnce(payload, Object.assign(new NoteInput(), input), context, {
    viewer,
    perform,
    answer: ({ note }) => Promise.resolve({ note }),
  });
}

/** Work that writes a row of its own, and answers its name. */
export const writeNote =
  (name: string): Work =>
  async (sql) => {
    await sql.query(`insert into settings (name, value) values ($1, 'a note')`, [name]);
    return { made: { note: name } };
  };

/** The names of the rows that `writeNote` left. */
export async function notesIn(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select name from settings where value = 'a note' order by name`,
  );
  return rows.map(({ name }) => name);
}

/** How many keys are kept. */
export async function keysIn(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>('select count(*) from idempotency_keys');
  return rows[0]?.count ?? 0;
}
