/** What every database holds, before anything is imported. */
const FROM_THE_START = ['migrations', 'settings', 'totals'];

const TABLES = `
  select c.oid::regclass::text as name, array(
    select confrelid::regclass::text from pg_constraint
    where contype = 'f' and conrelid = c.oid and confrelid <> c.oid
  ) as "refersTo"
  from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`;

/** The tables that an import wrote to, each after those that it refers to. */
export async function writtenTables(client) {
  const { rows } = await client.query(TABLES);
  const written = [];
  for (const { name } of inOrderOfReference(rows)) {
    const { rowCount } = await client.query(`select from ${name} limit 1`);
    if (rowCount > 0 && !FROM_THE_START.includes(name)) written.push(name);
  }
  return written;
}

function inOrderOfReference(tables) {
  const placed = new Map();
  while (placed.size < tables.length) {
    const next = tables.find(({ name, refersTo }) => !placed.has(name) && refersTo.every((other) => placed.has(other)));
    if (!next) throw new Error('Tables refer to each other in a circle; none can be copied first.');
    placed.set(next.name, next);
  }
  return placed.values();
}
