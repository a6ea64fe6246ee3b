import { recordChanges } from '../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { quoted, requestError } from '../graphql/errors';
import { DomainError, invalidValue, UserErrorCode } from '../graphql/user-error';
import type { Viewer } from '../graphql/viewer';
import { linkKindOf } from '../lib/link-kind';
import { papersToLinkFrom } from './link-editor.query';
import { canonicalAddress, MAX_ADDRESS_LENGTH, spellingsOf } from './web-address';

/** As many as an import gives a paper: more would hide the ones that matter. */
const MAX_LINKS = 20;

export interface NewLink {
  paperId: number;
  url: string;
  /** Told from the address where it is left out. */
  kind?: string | null | undefined;
}

/** Links of a paper are added and removed one after the other, so that their number is true. */
const LOCK_PAPER = prepared('select from papers where id = $1::integer for no key update');

const FIND = prepared(
  'select id from paper_links where paper_id = $1::integer and url = any($2::text[]) order by id limit 1',
);

const INSERT = prepared(`
  with wanted as (
    select $1::integer as paper_id, $2::text as url
    where (select count(*) from paper_links where paper_id = $1::integer) < ${MAX_LINKS}
  ), back as (
    delete from removed_paper_links removed using wanted where removed.paper_id = wanted.paper_id and removed.url = wanted.url
  )
  insert into paper_links (paper_id, url, kind, added_by, added_here)
  select paper_id, url, $3::text, $4::integer, true from wanted returning id`);

const REMOVE = prepared(`
  with gone as (
    delete from paper_links where id = $1::integer returning paper_id, url
  )
  insert into removed_paper_links (paper_id, url) select paper_id, url from gone
  on conflict (paper_id, url) do update set removed_at = now()`);

const TOUCH = prepared('update papers set updated_at = now() where id = $1::integer');

/** Adds a link to a paper; answers its key, null where there is no such paper. The address may be there already. */
export async function addPaperLink(sql: SqlRunner, viewer: Viewer, link: NewLink): Promise<number | null> {
  const { paperId } = link;
  const url = soundAddress(link.url);
  const papers = await rowsOf(sql, LOCK_PAPER, [paperId]);
  if (papers.length === 0) return null;
  await requireEditor(sql, viewer, paperId);

  const [known] = await rowsOf<{ id: number }>(sql, FIND, [paperId, spellingsOf(url)]);
  if (known) return known.id;
  const kind = link.kind ?? linkKindOf(url) ?? 'PROJECT';
  const [added] = await rowsOf<{ id: number }>(sql, INSERT, [paperId, url.href, kind, viewer.userId]);
  if (!added) throw tooMany();
  await recordChanged(sql, viewer, paperId);
  return added.id;
}

/** Removes a link; answers the paper that it was of, null where there is no such link. */
export async function removePaperLink(sql: SqlRunner, viewer: Viewer, linkId: number): Promise<number | null> {
  const paperOfLink = 'select paper_id as "paperId" from paper_links where id = $1::integer';
  const [link] = await rowsOf<{ paperId: number }>(sql, prepared(paperOfLink), [linkId]);
  if (!link) return null;
  const papers = await rowsOf(sql, LOCK_PAPER, [link.paperId]);
  // The paper became part of another one while we waited, and the link with it.
  if (papers.length === 0) return removePaperLink(sql, viewer, linkId);
  await requireEditor(sql, viewer, link.paperId);
  const { rowCount } = await sql.query({ ...REMOVE, values: [linkId] });
  // Somebody else removed it while we waited for the paper.
  if (rowCount === 0) return null;
  await recordChanged(sql, viewer, link.paperId);
  return link.paperId;
}

async function requireEditor(sql: SqlRunner, viewer: Viewer, paperId: number): Promise<void> {
  if ((await papersToLinkFrom(sql, viewer, [paperId])).has(paperId)) return;
  const message =
    'The links of a paper are for whoever submitted it to the edition that lists it, for its verified authors, and for moderators with the scope "moderate".';
  throw requestError('FORBIDDEN', message);
}

async function recordChanged(sql: SqlRunner, { userId }: Viewer, paperId: number): Promise<void> {
  await rowsOf(sql, TOUCH, [paperId]);
  await recordChanges(sql, [{ kind: 'PAPER_CHANGED', actorId: userId, subject: ['Paper', paperId], paperId }]);
}

function soundAddress(text: string): URL {
  const url = canonicalAddress(text);
  if (url) return url;
  const message = `${quoted(text)} cannot be a link; it takes an http or https address of a public host, without a user name or password, of at most ${MAX_ADDRESS_LENGTH} characters.`;
  throw invalidValue('url', message);
}

function tooMany(): DomainError {
  const message = `This paper has ${MAX_LINKS} links, which is the most; remove one that matters less.`;
  return new DomainError(UserErrorCode.LIMIT_REACHED, message);
}
