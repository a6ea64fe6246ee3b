import type { Database } from '../../src/db/database';
import { nodeId } from '../../src/graphql/node';
import { namePartsOf } from '../../src/words/name-parts';
import { recount } from './recount';

interface PaperRow {
  title?: string;
  abstract?: string | null;
  arxivId?: string;
  doi?: string;
  publishedOn?: string | null;
  categories?: string[];
  importedUpvotes?: number;
  importedComments?: number;
  createdAt?: string;
}

interface ListingRow {
  paper: number;
  date: string;
  position?: number;
  state?: 'PENDING' | 'LISTED' | 'REJECTED';
  submittedBy?: number;
  submittedAt?: string | null;
}

export interface CommentRow {
  paper: number;
  author?: number | null;
  parent?: number | null;
  depth?: number;
  body?: string;
  state?: 'VISIBLE' | 'DELETED' | 'HIDDEN';
  hiddenReason?: string | null;
  createdAt?: string;
}

const AN_INSTANT = '2025-01-01T00:00:00.000Z';

/** Puts rows into the tables, many at once, and keeps every kept count true. Each call answers the new keys, in order. */
export class Fixtures {
  private serial = 0;

  constructor(private readonly database: Database) {}

  async papers(papers: PaperRow[]): Promise<number[]> {
    const rows = papers.map((paper) => {
      const number = ++this.serial;
      return { title: `Paper ${number}`, slug: `fixture-${number}`, categories: [], createdAt: AN_INSTANT, ...paper };
    });
    const ids = await this.insert(
      `insert into papers (arxiv_id, doi, slug, title, title_key, abstract, published_on, categories, created_at)
       select "arxivId", doi, slug, title, slug, abstract, "publishedOn", categories, "createdAt"
       from ROWS as r("arxivId" text, doi text, slug text, title text, abstract text, "publishedOn" date, categories text[], "createdAt" timestamptz)
       returning id`,
      rows,
    );
    await this.insert(
      `insert into paper_stats (paper_id, imported_upvote_count, upvote_count, imported_comment_count, comment_count)
       select id, coalesce(up, 0), coalesce(up, 0), coalesce(said, 0), coalesce(said, 0)
       from ROWS as r(id integer, up integer, said integer) returning paper_id as id`,
      papers.map((paper, index) => ({ id: ids[index], up: paper.importedUpvotes, said: paper.importedComments })),
    );
    await this.insert(
      `insert into paper_sources (paper_id, format, name, fetched_at, record)
       select id, 'listing', 'huggingface', now(), '{}' from ROWS as r(id integer) returning paper_id as id`,
      ids.map((id) => ({ id })),
    );
    return this.counted(ids);
  }

  async authors(authors: { name: string; orcid?: string }[]): Promise<number[]> {
    return this.counted(
      await this.insert(
        `insert into authors (name, name_parts, orcid) select name, parts, orcid
         from ROWS as r(name text, parts text[], orcid text) returning id`,
        authors.map((author) => ({ ...author, parts: namePartsOf(author.name) })),
      ),
    );
  }

  /** Positions are counted from 1 in the order given, for each paper. */
  async authorships(authorships: { paper: number; author: number; affiliation?: string }[]): Promise<void> {
    const positions = new Map<number, number>();
    const rows = authorships.map((one) => {
      const position = (positions.get(one.paper) ?? 0) + 1;
      positions.set(one.paper, position);
      return { ...one, position };
    });
    await this.insert(
      `insert into authorships (paper_id, position, author_id, name_as_printed, affiliation)
       select paper, position, author, (select name from authors where id = author), affiliation
       from ROWS as r(paper integer, position integer, author integer, affiliation text) returning paper_id as id`,
      rows,
    );
    await this.counted([]);
  }

  users(handles: string[]): Promise<number[]> {
    return this.insert(
      `insert into users (handle, name) select handle, handle from ROWS as r(handle text) returning id`,
      handles.map((handle) => ({ handle })),
    );
  }

  async upvotes(votes: { paper: number; user: number; votedAt?: string }[]): Promise<void> {
    await this.insert(
      `insert into upvotes (paper_id, user_id, voted_at) select paper, "user", "votedAt"
       from ROWS as r(paper integer, "user" integer, "votedAt" timestamptz) returning paper_id as id`,
      votes.map((vote) => ({ votedAt: AN_INSTANT, ...vote })),
    );
    await this.counted([]);
  }

  async comments(comments: CommentRow[]): Promise<number[]> {
    return this.counted(
      await this.insert(
        `insert into comments (paper_id, parent_id, depth, author_id, body, state, hidden_reason, created_at)
         select paper, parent, depth, author, body, state, "hiddenReason", "createdAt"
         from ROWS as r(paper integer, parent integer, depth integer, author integer, body text, state text,
           "hiddenReason" text, "createdAt" timestamptz) returning id`,
        comments.map((comment) => ({
          depth: 0,
          body: 'Well said.',
          state: 'VISIBLE',
          createdAt: AN_INSTANT,
          ...comment,
        })),
      ),
    );
  }

  async commentUpvotes(votes: { comment: number; user: number }[]): Promise<void> {
    await this.insert(
      `insert into comment_upvotes (comment_id, user_id) select comment, "user"
       from ROWS as r(comment integer, "user" integer) returning comment_id as id`,
      votes,
    );
    await this.counted([]);
  }

  commentEdits(edits: { comment: number; body?: string }[]): Promise<number[]> {
    return this.insert(
      `insert into comment_edits (comment_id, body, edited_at) select comment, body, now()
       from ROWS as r(comment integer, body text) returning id`,
      edits.map((edit) => ({ body: 'Said otherwise.', ...edit })),
    );
  }

  /** The one person whom a comment mentions. */
  async mentions(mentions: { comment: number; user: number }[]): Promise<void> {
    await this.insert(
      `insert into comment_mentions (comment_id, position, user_id) select comment, 1, "user"
       from ROWS as r(comment integer, "user" integer) returning comment_id as id`,
      mentions,
    );
  }

  async listings(listings: ListingRow[]): Promise<number[]> {
    await this.insert(
      `insert into editions (date) select distinct date from ROWS as r(date date) on conflict do nothing returning 0 as id`,
      listings,
    );
    return this.counted(
      await this.insert(
        `insert into submissions (paper_id, edition_date, position, state, submitted_by, submitted_at)
         select paper, date, position, state, "submittedBy", "submittedAt"
         from ROWS as r(paper integer, date date, position integer, state text, "submittedBy" integer, "submittedAt" timestamptz)
         returning id`,
        listings.map((listing, index) => ({ position: index + 1, state: 'LISTED', ...listing })),
      ),
    );
  }

  links(links: { paper: number; url: string; kind?: string; addedBy?: number }[]): Promise<number[]> {
    return this.insert(
      `insert into paper_links (paper_id, kind, url, added_by, added_here) select paper, kind, url, "addedBy", "addedBy" is not null
       from ROWS as r(paper integer, kind text, url text, "addedBy" integer) returning id`,
      links.map((link) => ({ kind: 'CODE', ...link })),
    );
  }

  /** Claims on the author at a position, the first one without it; those that were reviewed have a reason. */
  claims(
    claims: { paper: number; user: number; position?: number; evidence?: string; state?: string; by?: number }[],
  ): Promise<number[]> {
    return this.insert(
      `insert into authorship_claims (paper_id, author_id, user_id, evidence, state, verified_at, verified_by,
         verified_reason, rejected_at, rejected_by, rejected_reason)
       select a.paper_id, a.author_id, "user", evidence, state,
         case state when 'VERIFIED' then now() end, case state when 'VERIFIED' then "by" end, case state when 'VERIFIED' then 'True.' end,
         case state when 'REJECTED' then now() end, case state when 'REJECTED' then "by" end, case state when 'REJECTED' then 'Untrue.' end
       from ROWS as r(paper integer, "user" integer, "position" integer, evidence text, state text, "by" integer)
       join authorships a on a.paper_id = r.paper and a.position = r.position
       returning id`,
      claims.map((claim) => ({ position: 1, evidence: 'My address is on it.', state: 'PENDING', ...claim })),
    );
  }

  async suspensions(suspensions: { user: number; by?: number; reason?: string }[]): Promise<void> {
    await this.insert(
      `insert into suspensions (user_id, reason, suspended_by) select "user", reason, "by"
       from ROWS as r("user" integer, reason text, "by" integer) returning id`,
      suspensions.map((suspension) => ({ reason: 'Insults.', ...suspension })),
    );
  }

  /** Webhooks that nothing is sent to: no key opens their secrets. */
  webhooks(
    webhooks: { user: number; description?: string; disabledReason?: string; previousSecret?: boolean }[],
  ): Promise<number[]> {
    return this.insert(
      `insert into webhooks (user_id, url, kinds, description, secret, previous_secret, previous_secret_ends_at, state,
         disabled_reason, disabled_at, position_transaction_id, position_row_id)
       select "user", 'https://example.org/hooks', '{PAPER_UPVOTED}', description, 'sealed',
         case when "previousSecret" then 'sealed'::bytea end, case when "previousSecret" then now() + interval '1 day' end,
         case when "disabledReason" is null then 'ENABLED' else 'DISABLED' end,
         "disabledReason", case when "disabledReason" is not null then now() end, 0, 0
       from ROWS as r("user" integer, description text, "disabledReason" text, "previousSecret" boolean) returning id`,
      webhooks,
    );
  }

  deliveries(
    deliveries: { webhook: number; paper: number; state?: string; responseStatus?: number; error?: string }[],
  ): Promise<number[]> {
    return this.insert(
      `insert into webhook_deliveries (webhook_id, message_id, origin, kind, subject_type, subject_id, lane, body, state, attempts,
         last_attempt_at, response_status, error, delivered_at)
       select webhook, gen_random_uuid(), 'STREAM', 'PAPER_UPVOTED', 'Paper', paper, paper, '{}', state, 1, now(), "responseStatus", error,
         case state when 'DELIVERED' then now() end
       from ROWS as r(webhook integer, paper integer, state text, "responseStatus" integer, error text) returning id`,
      deliveries.map((delivery) => ({ state: 'PENDING', ...delivery })),
    );
  }

  /** Takes every row out again. */
  async clear(): Promise<void> {
    await this.database.pool.query('truncate papers, authors, users, editions, changes restart identity cascade');
    await recount(this.database);
  }

  private async insert(statement: string, rows: object[]): Promise<number[]> {
    const text = statement.replace('ROWS', 'jsonb_to_recordset($1::jsonb)');
    const result = await this.database.pool.query<{ id: number }>(text, [JSON.stringify(rows)]);
    return result.rows.map((row) => row.id);
  }

  private async counted(ids: number[]): Promise<number[]> {
    await recount(this.database);
    return ids;
  }
}

/** The global ids of rows. */
export const idsOf = (type: string, keys: (number | string)[]): string[] => keys.map((key) => nodeId(type, key));

/** The numbers from 1 to `count`. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
