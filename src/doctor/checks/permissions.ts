import type { ClientBase } from 'pg';
import { rowsOf } from '../../db/sql';
import { broken, doubtful, type Finding, sound } from '../finding';
import type { DatabaseNeeds } from '../settings';

interface TableRights {
  [column: string]: unknown;
  name: string;
  isOwned: boolean;
  /** What is needed and not held. */
  missing: string[];
}

/** What the user of the database may do with the tables that are there. */
export async function checkPermissions(sql: ClientBase, { tables }: DatabaseNeeds): Promise<Finding[]> {
  const [place] = await rowsOf<{ user: string; schema: string | null; mayCreate: boolean }>(sql, PLACE);
  const { user, schema, mayCreate } = place!;
  if (schema === null) {
    return [
      broken(
        `The user "${user}" may use no schema of the search path.`,
        `Run as an administrator: grant usage, create on schema public to ${quotedName(user)}`,
      ),
    ];
  }
  const rights = await rowsOf<TableRights>(sql, RIGHTS, [[...tables, 'migrations']]);
  const found = [...missingRights(user, schema, rights), ...missingOwnership(user, schema, rights, mayCreate)];
  return found.length ? found : [sound(`The user "${user}" may do all that is needed in the schema "${schema}".`)];
}

function missingRights(user: string, schema: string, rights: TableRights[]): Finding[] {
  const lacking = rights.filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) return [];
  const tables = lacking.map(({ name, missing }) => `${name} (${missing.join(', ')})`);
  return [
    broken(
      `The user "${user}" may not do everything with ${lacking.length} of ${rights.length} tables: ${tables.join(', ')}.`,
      `Run as their owner: grant select, insert, update, delete on all tables in schema ${quotedName(schema)} to ${quotedName(user)}; grant usage on all sequences in schema ${quotedName(schema)} to ${quotedName(user)}`,
    ),
  ];
}

function missingOwnership(user: string, schema: string, rights: TableRights[], mayCreate: boolean): Finding[] {
  const foreign = rights.filter(({ isOwned }) => !isOwned);
  if (foreign.length > 0) {
    return [
      broken(
        `The user "${user}" does not own ${foreign.length} of ${rights.length} tables; imports sort an index, and migrations change tables, which an owner alone may do.`,
        `Make "${user}" a member of the role that owns them, or run as an administrator: reassign owned by … to ${quotedName(user)}`,
      ),
    ];
  }
  if (mayCreate) return [];
  return [
    doubtful(
      `The user "${user}" may not create tables in the schema "${schema}", as a migration may have to.`,
      `Run as an administrator: grant create on schema ${quotedName(schema)} to ${quotedName(user)}`,
    ),
  ];
}

const quotedName = (name: string) => `"${name.replaceAll('"', '""')}"`;

const PLACE = `
  select current_user as "user", current_schema() as schema,
    coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayCreate"`;

const RIGHTS = `
  select relname as name, pg_has_role(relowner, 'usage') as "isOwned",
    array(select kind from unnest(array['select', 'insert', 'update', 'delete']) kind
      where not has_table_privilege(c.oid, kind))
    || array(select 'sequence ' || s.relname from pg_depend d join pg_class s on s.oid = d.objid
      where d.classid = 'pg_class'::regclass and d.refobjid = c.oid and d.deptype in ('a', 'i')
        and case when s.relkind = 'S' then not has_sequence_privilege(s.oid, 'usage') end) as missing
  from pg_class c
  where relnamespace = to_regnamespace(quote_ident(current_schema())) and relkind in ('r', 'p') and relname = any($1::text[])
  order by relname`;
