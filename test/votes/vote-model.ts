import type { Database } from '../../src/db/database';
import { issueToken } from '../support/access-tokens';
import { Fixtures, upTo } from '../support/fixtures';

export interface Voter {
  userId: number;
  token: string;
}

export async function signUpVoters(database: Database, count: number): Promise<Voter[]> {
  const handles = upTo(count).map((number) => `voter-${number}`);
  const users = await new Fixtures(database).users(handles);
  const voters: Voter[] = [];
  for (const [index, handle] of handles.entries()) {
    const { secret } = await issueToken(database, { handle, scopes: ['write'] });
    voters.push({ userId: users[index]!, token: secret });
  }
  return voters;
}

interface Intent {
  userId: number;
  paper: number;
  isCast: boolean;
}

/** What people were told: each holds the votes of their last acknowledged intents, and each intent that changed something did so once. */
export class VoteModel {
  private readonly held = new Set<string>();
  private readonly changes = new Map<string, string[]>();
  acknowledged = 0;

  acknowledge({ userId, paper, isCast }: Intent): void {
    const name = `${userId} ${paper}`;
    this.acknowledged++;
    if (this.held.has(name) === isCast) return;
    if (isCast) this.held.add(name);
    else this.held.delete(name);
    const kind = isCast ? 'PAPER_UPVOTED' : 'PAPER_UPVOTE_REMOVED';
    this.changes.set(name, [...(this.changes.get(name) ?? []), kind]);
  }

  /** A vote that was there before anybody acted. */
  holds(userId: number, paper: number): void {
    this.held.add(`${userId} ${paper}`);
  }

  votesOf(paper: number): number {
    return [...this.held].filter((name) => name.endsWith(` ${paper}`)).length;
  }

  /** Fails unless the database has these votes and these changes, and no others. */
  async expectToBeIn(database: Database): Promise<void> {
    const { rows: votes } = await database.pool.query<{ name: string }>(
      `select user_id || ' ' || paper_id as name from upvotes`,
    );
    expect(votes.map((row) => row.name).sort()).toEqual([...this.held].sort());
    const { rows: changes } = await database.pool.query<{ name: string; kinds: string[] }>(
      `select actor_id || ' ' || paper_id as name, array_agg(kind order by id) as kinds
       from changes where kind like 'PAPER_UPVOTE%' group by 1`,
    );
    expect(new Map(changes.map(({ name, kinds }) => [name, kinds]))).toEqual(this.changes);
  }
}
