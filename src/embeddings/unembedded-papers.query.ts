import { prepared, rowsOf, SqlRunner } from '../db/sql';

/** A paper that has no vector of a model, or one of another text than it has now. */
export interface UnembeddedPaper {
  id: number;
  /** Its title and its abstract. */
  text: string;
  textHash: Buffer;
  /** How many papers were looked at up to this one. */
  position: number;
}

/** The papers that a model has still to embed among those below an id, newest first. */
export interface PaperWindow {
  papers: UnembeddedPaper[];
  /** How many papers were looked at so far. */
  lookedAt: number;
}

/** By windows of so many papers, so that no statement reads all of them. */
const WINDOW = prepared(`
  select p.id, hashed.hash as "textHash", case when e.text_hash is distinct from hashed.hash then whole.text end as text
  from (select id, title, abstract from papers where id < $2::integer order by id desc limit $3::integer) p
  cross join lateral (select concat_ws(E'\\n\\n', p.title, p.abstract) as text) whole
  cross join lateral (select sha256(convert_to(whole.text, 'UTF8')) as hash) hashed
  left join paper_embeddings e on e.paper_id = p.id and e.model = $1::text
  order by p.id desc`);

const ABOVE_ALL_IDS = 2 ** 31 - 1;

/** Walks all papers, newest first; those that are added meanwhile are not met. */
export async function* unembeddedPapers(
  pool: SqlRunner,
  model: string,
  windowSize: number,
): AsyncGenerator<PaperWindow> {
  let below = ABOVE_ALL_IDS;
  let lookedAt = 0;
  for (;;) {
    const rows = await rowsOf<UnembeddedPaper & { text: string | null }>(pool, WINDOW, [model, below, windowSize]);
    const last = rows.at(-1);
    if (!last) return;
    const papers = rows.map((row, index) => ({ ...row, position: lookedAt + index + 1 }));
    lookedAt += rows.length;
    yield { papers: papers.filter(({ text }) => text !== null), lookedAt };
    below = last.id;
  }
}
