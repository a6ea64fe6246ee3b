import { connect } from 'node:net';
import { once } from 'node:events';
import { Client as PgClient } from 'pg';
import { WebSocket } from 'ws';
import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { vote, type VoteAnswer, type VoteMutation } from '../votes/vote-client';
import { signUpVoters, type Voter, VoteModel } from '../votes/vote-model';
import { Client, type HttpAnswer, isAlive, READ, type RunningWorkers, startWorkers, until } from './running-workers';

const CLIENTS = 8;
const PAPERS = 40;
const REPLACED = 'all workers are replaced';
const GIVEN_UP = 'workers that are not replaced yet go on as they are';

interface Voted {
  answer: VoteAnswer | null;
}

let database: TestDatabase;
let server: RunningWorkers;
let papers: number[];
let voters: Voter[];

beforeEach(async () => {
  database = await createTestDatabase();
  papers = await new Fixtures(database.database).papers(upTo(PAPERS).map(() => ({})));
  voters = await signUpVoters(database.database, CLIENTS);
  server = await startWorkers({ DATABASE_URL: database.url });
});
afterEach(async () => {
  await server.end();
  await database.drop();
});

describe('replacing the workers', () => {
  it('loses no request, and no vote, of those who keep connections and those who make new ones', async () => {
    const old = server.begun();
    const model = new VoteModel();
    const paperIds = idsOf('Paper', papers);
    const wrong: unknown[] = [];
    let answers = 0;
    let isOver = false;

    async function send(name: string, sent: Promise<HttpAnswer<unknown>>): Promise<void> {
      const answer = await sent.catch((error: unknown) => ({ status: String(error) }) as const);
      if (answer.status === 200 && !('errors' in answer && answer.errors)) answers++;
      else wrong.push([name, answer]);
    }

    const load = voters.map(async ({ userId, token }, index) => {
      const keepAlive = index % 2 === 0;
      const client = new Client(server.url, { keepAlive });
      const name = keepAlive ? 'kept' : 'new';
      for (let turn = 0; !isOver; turn++) {
        const paper = turn % PAPERS;
        const isCast = Math.floor(turn / PAPERS) % 2 === 0;
        const mutation: VoteMutation = isCast ? 'upvotePaper' : 'removePaperUpvote';
        const voted = vote(client, mutation, paperIds[paper]!, token) as Promise<HttpAnswer<Voted>>;
        await send(name, voted);
        const { data } = await voted.catch(() => ({ data: null }));
        if (data?.answer?.paper) model.acknowledge({ userId, paper: papers[paper]!, isCast });
        await send(name, client.ask(READ));
      }
      client.close();
    });
    await until(() => answers > 50);

    server.process.kill('SIGHUP');
    await untilReplaced();
    const whileReplaced = answers;
    await until(() => answers > whileReplaced + 50);
    isOver = true;
    await Promise.all(load);

    expect(wrong).toEqual([]);
    await model.expectToBeIn(database.database);
    const replacements = server.begun().slice(2);
    expect(replacements).toHaveLength(2);
    expect(old.filter(isAlive)).toEqual([]);
    for (const pid of replacements) expect(server.answered()).toContain(pid);
    expect(await server.stop()).toBe(0);
    expect(server.stderr()).not.toContain('"level":50');
  });

  it('tells who listens to come again, and lets who keeps a connection and says nothing go', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    const { hostname, port } = new URL(server.url);
    const idle = connect(Number(port), hostname);
    await once(idle, 'connect');
    const closed = once(socket, 'close') as Promise<[number]>;
    const gone = once(idle.resume(), 'end');

    server.process.kill('SIGHUP');

    expect((await closed)[0]).toBe(1001);
    await gone;
    idle.end();
    await untilReplaced();
  });

  it('is done once more where it is asked for meanwhile', async () => {
    server.process.kill('SIGHUP');
    await server.untilTold('replacing the workers, one after the other');
    server.process.kill('SIGHUP');
    server.process.kill('SIGHUP');

    await untilReplaced(2);
    expect(new Set(server.begun()).size).toBe(6);
    expect(server.begun().filter(isAlive)).toEqual(server.begun().slice(4));
  });

  it('leaves those in place who work where new ones cannot start, and replaces who dies once they can', async () => {
    const [first, second] = server.begun();
    await allowConnections(false);
    server.process.kill('SIGHUP');
    await server.untilTold(GIVEN_UP);
    expect([first, second].map((pid) => isAlive(pid!))).toEqual([true, true]);

    process.kill(first!, 'SIGKILL');
    await server.untilTold('workers end at their start, so the next one waits', { times: 2 });
    expect(isAlive(second!)).toBe(true);
    await allowConnections(true);

    await until(() => server.begun().length === 3);
    server.process.kill('SIGHUP');
    await server.untilTold(REPLACED);
    expect(server.begun().filter(isAlive)).toEqual(server.begun().slice(3));
  });
});

async function untilReplaced(times = 1): Promise<void> {
  await server.untilTold(REPLACED, { times, failure: GIVEN_UP });
}

/** Lets nobody new into the database, as one that is overrun does; who is in stays. */
async function allowConnections(isAllowed: boolean): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  const client = new PgClient({ connectionString: process.env.DP_TEST_SERVER });
  await client.connect();
  await client.query(`alter database ${name} allow_connections ${isAllowed}`);
  await client.end();
}
