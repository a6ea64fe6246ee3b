import { setUserRole } from '../../src/users/user.service';
import { importRecords } from '../../src/ingestion/import-records';
import { Fixtures, idsOf } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { startTestServer, TestServer } from '../support/test-server';
import { changeKinds, dayFromToday, look, remove, submit, withdraw } from './submission-client';

const TODAY = dayFromToday(0);
const ARXIV_ID = '2601.00001';
const PENDING_ID = '2601.00002';

let server: TestServer;
let ada: string;
let bo: string;
let moderator: string;
let papers: number[];
beforeEach(async () => {
  server = await startTestServer({ submissionRules: { maxPerDay: 2 } });
  ada = await server.signUp('ada', ['write']);
  bo = await server.signUp('bo', ['write']);
  moderator = await server.signUp('moderator', ['moderate']);
  await setUserRole(server.database, 'moderator', 'MODERATOR');
  papers = await new Fixtures(server.database).papers([{ arxivId: ARXIV_ID, publishedOn: dayFromToday(-1) }]);
});
afterEach(async () => {
  await expectCountsToHold(server.database);
  await server.close();
});

const submitted = async (paper: string) => (await submit(server, { paper, note: 'Read it.' }, ada)).submission!.id;
const rowsOf = async (sql: string) => (await server.database.pool.query<Record<string, unknown>>(sql)).rows;
const userErrorsOf = ({ data }: Awaited<ReturnType<typeof withdraw>>) => data?.answer?.userErrors;

describe('withdrawSubmission', () => {
  it('takes a paper off the edition of today, and leaves the paper', async () => {
    const id = await submitted(ARXIV_ID);
    const { data } = await withdraw(server, id, ada);
    expect(data?.answer).toEqual({ deletedId: id, edition: { date: TODAY, paperCount: 0 }, userErrors: [] });
    expect(await look(server, id, ada)).toBeNull();
    const query = 'query ($id: ID!) { node(id: $id) { ... on Paper { title submission { id } } } }';
    const { node } = await server.data<{ node: object }>(query, { id: idsOf('Paper', papers)[0] });
    expect(node).toEqual({ title: 'Paper 1', submission: null });
    expect(await rowsOf('select from editions')).toEqual([]);
    expect(await changeKinds(server)).toEqual(['SUBMISSION_ADDED', 'PAPER_LISTED', 'SUBMISSION_WITHDRAWN']);
  });

  it('ends the fetch of one that is pending', async () => {
    await withdraw(server, await submitted(PENDING_ID), ada);
    expect(await rowsOf('select from submission_fetches')).toEqual([]);
    expect(await rowsOf('select from submissions')).toEqual([]);
  });

  it('lets the paper be submitted again, by anybody, and counts for the limit of the day nevertheless', async () => {
    await withdraw(server, await submitted(ARXIV_ID), ada);
    await withdraw(server, await submitted(ARXIV_ID), ada);
    expect((await submit(server, ARXIV_ID, ada)).userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }]);
    expect((await submit(server, ARXIV_ID, bo)).submission).toMatchObject({ state: 'LISTED' });
  });

  it('answers nothing to a creating mutation that is sent again afterwards', async () => {
    const input = { paper: ARXIV_ID, idempotencyKey: 'k' };
    const { submission } = await submit(server, input, ada);
    await withdraw(server, submission!.id, ada);
    expect(await submit(server, input, ada)).toMatchObject({ submission: null, edition: null, userErrors: [] });
  });

  it('is for the submitter alone', async () => {
    const id = await submitted(ARXIV_ID);
    for (const token of [bo, moderator]) {
      const { errors } = await withdraw(server, id, token);
      expect(errors?.[0]).toMatchObject({
        message: 'A submission is withdrawn by its submitter alone.',
        extensions: { code: 'FORBIDDEN' },
      });
    }
    expect(await look(server, id)).toMatchObject({ state: 'LISTED' });
  });

  it('is too late on another day', async () => {
    const id = await submitted(ARXIV_ID);
    const yesterday = dayFromToday(-1);
    await server.database.pool.query(`
      insert into editions (date, paper_count) values ('${yesterday}', 1);
      update submissions set edition_date = '${yesterday}';
      delete from editions where date = '${TODAY}';
      select recompute_trending(array[${papers[0]!}]);`);
    expect(userErrorsOf(await withdraw(server, id, ada))).toEqual([
      {
        code: 'TOO_LATE',
        message: `The edition of ${yesterday} is over; a submission can be withdrawn on its own day.`,
        path: ['input', 'submissionId'],
      },
    ]);
  });

  it('is too late for a rejected one, and not found for one that is gone', async () => {
    const id = await submitted(ARXIV_ID);
    await remove(server, id, 'An advertisement.', moderator);
    expect(userErrorsOf(await withdraw(server, id, ada))).toMatchObject([
      { code: 'TOO_LATE', message: 'This submission was rejected: An advertisement.' },
    ]);
    const other = await submitted(PENDING_ID);
    await withdraw(server, other, ada);
    expect(userErrorsOf(await withdraw(server, other, ada))).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('happens once, however often it is asked for at once', async () => {
    const id = await submitted(ARXIV_ID);
    const answers = await Promise.all([1, 2, 3, 4].map(() => withdraw(server, id, ada)));
    expect(answers.filter((answer) => userErrorsOf(answer)?.length === 0)).toHaveLength(1);
  });
});

describe('removeSubmission', () => {
  it('takes a paper off its edition with a reason that its submitter reads', async () => {
    const id = await submitted(ARXIV_ID);
    const { submission, edition, userErrors } = await remove(server, id, ' An advertisement. ', moderator);
    expect({ edition, userErrors }).toEqual({ edition: { date: TODAY, paperCount: 0 }, userErrors: [] });
    expect(submission).toMatchObject({ state: 'REJECTED', rejection: 'An advertisement.', note: 'Read it.' });
    expect(await look(server, id, ada)).toMatchObject({ rejection: 'An advertisement.', note: 'Read it.' });
    expect(await changeKinds(server)).toEqual(['SUBMISSION_ADDED', 'PAPER_LISTED', 'SUBMISSION_REJECTED']);
  });

  it('hides the words of the submitter from everybody else', async () => {
    const id = await submitted(ARXIV_ID);
    expect(await look(server, id)).toMatchObject({ note: 'Read it.' });
    await remove(server, id, 'Insults.', moderator);
    expect(await look(server, id)).toMatchObject({ rejection: 'Insults.', note: null });
    expect(await look(server, id, bo)).toMatchObject({ note: null });
  });

  it('ends one that is pending, and its fetch', async () => {
    const id = await submitted(PENDING_ID);
    const { submission } = await remove(server, id, 'An advertisement.', moderator);
    expect(submission).toMatchObject({ state: 'REJECTED', paper: null, arxivId: PENDING_ID });
    expect(await rowsOf('select from submission_fetches')).toEqual([]);
  });

  it('keeps the paper off for people and for sources', async () => {
    await remove(server, await submitted(ARXIV_ID), 'An advertisement.', moderator);
    expect((await submit(server, ARXIV_ID, bo)).userErrors).toEqual([
      {
        code: 'PAPER_REMOVED',
        message: 'A moderator took this paper off its edition, and it is not listed again: An advertisement.',
        path: ['input', 'paper'],
      },
    ]);
    const listing = { editionDate: '2025-01-01', position: 1 };
    const record = { format: 'daily-papers-api' as const, arxivId: ARXIV_ID, title: 'Paper 1', listing };
    await server.database.pool.query(
      `update paper_sources set record = '{"format":"listing","title":"Paper 1","arxivId":"${ARXIV_ID}"}'`,
    );
    await importRecords(server.database, [{ where: 'index 0', record }]);
    expect(await rowsOf(`select from submissions where state = 'LISTED'`)).toEqual([]);
  });

  it('takes off what a source listed as well, whatever that source says later', async () => {
    const listedOn = (editionDate: string) => {
      const record = { format: 'daily-papers-api' as const, arxivId: PENDING_ID, title: 'Another' };
      const listing = { editionDate, position: 1 };
      return importRecords(server.database, [{ where: 'index 0', record: { ...record, listing } }]);
    };
    await listedOn('2025-01-02');
    const listed = await submit(server, PENDING_ID, ada);
    expect(listed).toMatchObject({ wasSubmittedBefore: true, edition: { date: '2025-01-02', paperCount: 1 } });
    const { edition } = await remove(server, listed.submission!.id, 'No paper.', moderator);
    expect(edition).toEqual({ date: '2025-01-02', paperCount: 0 });

    await listedOn('2025-01-01');
    expect(await rowsOf('select state, rejection from submissions')).toEqual([
      { state: 'REJECTED', rejection: 'No paper.' },
    ]);
  });

  it('takes a reason of 1 to 1000 characters, once', async () => {
    const id = await submitted(ARXIV_ID);
    for (const reason of [' ', 'a'.repeat(1001)]) {
      expect((await remove(server, id, reason, moderator)).userErrors).toMatchObject([
        { code: 'INVALID_VALUE', path: ['input', 'reason'] },
      ]);
    }
    await remove(server, id, 'First.', moderator);
    expect((await remove(server, id, 'Second.', moderator)).userErrors).toMatchObject([
      { code: 'TOO_LATE', message: 'This submission was rejected before: First.' },
    ]);
    expect(await look(server, id)).toMatchObject({ rejection: 'First.' });
  });
});

describe('whoever deletes their account', () => {
  it('leaves papers on editions without their words, and no pending submission', async () => {
    const listed = await submitted(ARXIV_ID);
    const pending = await submitted(PENDING_ID);
    await server.data('mutation { deleteAccount(input: { handle: "ada" }) { deletedId } }', {}, ada);
    expect(await look(server, listed)).toMatchObject({ state: 'LISTED', note: null, submittedBy: null });
    expect(await look(server, pending)).toBeNull();
    expect((await changeKinds(server)).slice(-2)).toEqual(['SUBMISSION_WITHDRAWN', 'USER_DELETED']);
  });
});
