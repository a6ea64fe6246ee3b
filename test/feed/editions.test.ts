import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

const DAY_MS = 86_400_000;
const dayFromToday = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
/** Two days ahead, so that midnight may pass while the tests run. */
const LATER = dayFromToday(2);

let server: TestServer;
let fixtures: Fixtures;
beforeEach(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
});
afterEach(() => server.close());

interface EditionAnswer {
  edition: { date: string; paperCount: number; previousDate: string | null; nextDate: string | null } | null;
}

const edition = async (args = '') =>
  (await server.data<EditionAnswer>(`{ edition${args} { date paperCount previousDate nextDate } }`)).edition;

/** Papers on 1, 3 and 5 February, a rejected one on the 4th, and one on a day to come. */
async function listPapers(): Promise<void> {
  const papers = await fixtures.papers([{}, {}, {}, {}, {}, {}]);
  const dates = ['2025-02-01', '2025-02-03', '2025-02-05', '2025-02-05', '2025-02-04', LATER];
  await fixtures.listings(
    papers.map((paper, index) => ({ paper, date: dates[index] ?? '', state: index === 4 ? 'REJECTED' : 'LISTED' })),
  );
}

describe('edition', () => {
  it('is null without a date where no day has papers', async () => {
    expect(await edition()).toBeNull();
    expect(await edition('(date: null)')).toBeNull();
  });

  it('is the newest one with a paper without a date, whatever stands on a day to come', async () => {
    await listPapers();
    expect(await edition()).toEqual({ date: '2025-02-05', paperCount: 2, previousDate: '2025-02-03', nextDate: null });
  });

  it('is there for each day up to today, with the nearest days that have papers', async () => {
    await listPapers();
    expect(await edition('(date: "2025-02-03")')).toEqual({
      date: '2025-02-03',
      paperCount: 1,
      previousDate: '2025-02-01',
      nextDate: '2025-02-05',
    });
    expect(await edition('(date: "2025-02-04")')).toEqual({
      date: '2025-02-04',
      paperCount: 0,
      previousDate: '2025-02-03',
      nextDate: '2025-02-05',
    });
    expect(await edition('(date: "1900-01-01")')).toEqual({
      date: '1900-01-01',
      paperCount: 0,
      previousDate: null,
      nextDate: '2025-02-01',
    });
    expect(await edition(`(date: "${dayFromToday(0)}")`)).toMatchObject({
      paperCount: 0,
      previousDate: '2025-02-05',
      nextDate: null,
    });
  });

  it('is null for a later day', async () => {
    await listPapers();
    expect(await edition(`(date: "${LATER}")`)).toBeNull();
    expect(await edition('(date: "9999-12-31")')).toBeNull();
  });

  it('has no papers on an empty day', async () => {
    const papers = { totalCount: 0, totalCountIsLowerBound: false, edges: [], nodes: [] };
    const query =
      '{ edition(date: "2025-02-04") { papers { totalCount totalCountIsLowerBound edges { rank } nodes { id } } } }';
    expect(await server.data(query)).toEqual({ edition: { papers } });
  });

  it('says when its day begins and ends, in the zone of the feed', async () => {
    const query = '{ feedTimeZone edition(date: "2025-02-04") { startsAt endsAt } }';
    const day = { startsAt: '2025-02-04T00:00:00.000Z', endsAt: '2025-02-05T00:00:00.000Z' };
    expect(await server.data(query)).toEqual({ feedTimeZone: 'UTC', edition: day });
  });

  it.each(['0000-01-01', '2025-02-30', 'yesterday'])('refuses the day %j', async (date) => {
    const { errors } = await server.ask('query ($date: LocalDate) { edition(date: $date) { date } }', { date });
    expect(errors?.[0]?.message).toContain(`"${date}" is no calendar date`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('editions', () => {
  const dates = async (args: string) => {
    interface Answer {
      editions: { nodes: { date: string }[]; totalCount: number };
    }
    const { editions } = await server.data<Answer>(`{ editions${args} { nodes { date } totalCount } }`);
    expect(editions.totalCount).toBe(editions.nodes.length);
    return editions.nodes.map((node) => node.date);
  };

  it('are the days with papers up to today, newest first, within a range of which both ends count', async () => {
    await listPapers();
    expect(await dates('')).toEqual(['2025-02-05', '2025-02-03', '2025-02-01']);
    expect(await dates('(from: "2025-02-03")')).toEqual(['2025-02-05', '2025-02-03']);
    expect(await dates('(to: "2025-02-03", from: null)')).toEqual(['2025-02-03', '2025-02-01']);
    expect(await dates('(from: "2025-02-03", to: "2025-02-03")')).toEqual(['2025-02-03']);
    expect(await dates('(to: "9999-12-31")')).toEqual(['2025-02-05', '2025-02-03', '2025-02-01']);
    expect(await dates('(from: "2025-02-04", to: "2025-02-04")')).toEqual([]);
    expect(await dates(`(from: "${LATER}")`)).toEqual([]);
  });

  it('refuse a range that ends before it begins', async () => {
    const { errors } = await server.ask('{ editions(from: "2025-02-02", to: "2025-02-01") { nodes { date } } }');
    expect(errors?.[0]?.message).toContain('goes from "2025-02-02" to "2025-02-01"');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'from' });
  });
});
