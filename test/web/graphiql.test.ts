import type { Browser, Locator, Page } from 'playwright-core';
import { type Starter, starters } from '../../graphiql/starters';
import { pollUntil } from '../../src/lib/poll-until';
import { scrape } from '../metrics/scrape';
import { startTestServer } from '../support/test-server';
import { findChromium, launchOfflineChromium } from './chromium';

const chromiumPath = findChromium();
const itInBrowser = chromiumPath === undefined ? it.skip : it;
if (chromiumPath === undefined) {
  console.warn(
    'The browser tests of GraphiQL are skipped, because no browser was found: install chromium, or name one in CHROMIUM_PATH.',
  );
}

const token = 'dp_not-a-real-token';
const newestPapers = starters[0]!;

describe('GraphiQL', () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  let browser: Browser | undefined;

  beforeAll(async () => {
    server = await startTestServer({ sample: true });
    if (chromiumPath !== undefined) browser = await launchOfflineChromium(chromiumPath);
  });

  afterAll(async () => {
    await browser?.close();
    // Node's fetch opens another connection in place of one whose stream was given up, and a stop waits for no silent one.
    await server.stop();
    await server.close();
  });

  itInBrowser('runs the first starter on the bundled papers, with nothing loaded from elsewhere', async () => {
    const { page, requests, complaints } = await openGraphiql();

    await run(page);
    await resultWith(page, '"totalCount": 36');
    await resultWith(page, await newestTitle());

    expect(await page.title()).toBe('Daily Papers · GraphiQL');
    expect(requests.length).toBeGreaterThan(5);
    expect(requests.filter((url) => !url.startsWith(`${server.url}/`) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  itInBrowser('offers completion and documentation from the schema', async () => {
    const { page, complaints } = await openGraphiql();

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer', { hasText: 'Query' }).waitFor();
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'totalCount' }).click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'edges' }).waitFor();

    expect(complaints).toEqual([]);
    await page.close();
  });

  itInBrowser('opens a starter in a tab of its own, only once, and runs it with its variables', async () => {
    const { page } = await openGraphiql();
    const starter = starters.find(({ variables }) => variables !== undefined)!;

    const card = ({ title }: Starter) =>
      page.getByLabel('Starters', { exact: true }).getByRole('button', { name: title });

    await card(starter).click();
    await card(newestPapers).click();
    const sent = nextOperation(page);
    await pressAtOnce(page, [card(starter), runButton(page)]);
    const request = await sent;
    await resultWith(page, '"data"');

    expect(request.postDataJSON()).toMatchObject({
      query: starter.operation,
      operationName: operationNames(starter.operation)[0],
      variables: JSON.parse(starter.variables!) as unknown,
    });
    expect(await page.getByRole('tab').count()).toBe(2);
    await page.close();
  });

  itInBrowser('sends a pasted token until it is cleared, and keeps it out of localStorage', async () => {
    const { page } = await openGraphiql();
    const field = page.getByLabel('Access token');

    await field.fill(`  Bearer ${token}\n`);
    expect(await (await run(page)).headerValue('authorization')).toBe(`Bearer ${token}`);
    await resultWith(page, 'UNAUTHENTICATED');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain(token);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(token);

    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await (await run(page)).headerValue('authorization')).toBeNull();
    await resultWith(page, '"totalCount": 36');
    expect(await field.inputValue()).toBe('');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain(token);
    await page.close();
  });

  itInBrowser('shows a vote to whoever follows what happens, as it comes', async () => {
    const { page, complaints } = await openGraphiql();
    const following = starters.find(({ operation }) => /^subscription /m.test(operation))!;
    await page.getByLabel('Starters', { exact: true }).getByRole('button', { name: following.title }).click();
    await runButton(page).click();
    const isOpen = async () =>
      (await scrape(server)).get('daily_papers_live_subscriptions{transport="sse"}') === 1 || undefined;
    await pollUntil(isOpen, { withinMs: 15_000, everyMs: 20 });

    const { papers } = await server.data<Papers>('{ papers(first: 1) { nodes { id title } } }');
    const [paper] = papers.nodes;
    const vote = 'mutation ($id: ID!) { upvotePaper(input: { paperId: $id }) { userErrors { message } } }';
    await server.data(vote, { id: paper!.id }, await server.signUp('ada'));

    await resultWith(page, 'PAPER_UPVOTED');
    await resultWith(page, JSON.stringify(paper!.title).slice(0, 16));
    expect(complaints).toEqual([]);

    await page.getByRole('button', { name: /^Stop/ }).click();
    const isOver = async () => ((await isOpen()) ? undefined : true);
    await pollUntil(isOver, { withinMs: 15_000, everyMs: 20 });
    await page.close();
  });

  it.each(starters.flatMap((starter) => operationNames(starter.operation).map((name) => ({ name, starter }))))(
    'has a starter $name that the API answers',
    async ({ name, starter }) => {
      const { errors } = await post(starter.operation, name, starter.variables);

      const needsToken = new RegExp(`mutation ${name}\\b`).test(starter.operation) || name === 'WhatWaitsForAModerator';
      const codes = (errors ?? []).map(({ extensions }) => extensions.code);
      expect([...new Set(codes)]).toEqual(needsToken ? ['UNAUTHENTICATED'] : []);
    },
  );

  it.each(starters.filter(({ operation }) => /^subscription /m.test(operation)))(
    'has a starter "$title" that opens a stream',
    async ({ operation }) => {
      const response = await fetch(`${server.url}/graphql/stream`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
        body: JSON.stringify({ query: operation }),
      });
      expect(response.status).toBe(200);
      await response.body?.cancel();
    },
  );

  /** The page with its editor ready, what it requested, and what it had to complain about. */
  async function openGraphiql() {
    const page = await browser!.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(15_000);
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => complaints.push(error.message));
    // A breach of the Content-Security-Policy is reported here too, as an error.
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });

    const response = await page.goto(`${server.url}/graphiql`);
    if (response?.status() !== 200) throw new Error(`GraphiQL did not open: ${await response?.text()}`);
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'query NewestPapers' }).waitFor();
    return { page, requests, complaints };
  }

  async function newestTitle(): Promise<string> {
    const { data } = await post(newestPapers.operation, 'NewestPapers');
    // As the pane prints it, which breaks long lines: the beginning is enough.
    return JSON.stringify(data!.papers.nodes[0]!.title).slice(0, 16);
  }

  async function post(query: string, operationName: string, variables = '{}'): Promise<Answer> {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, operationName, variables: JSON.parse(variables) as unknown }),
    });
    return (await response.json()) as Answer;
  }
});

interface Papers {
  papers: { nodes: { id: string; title: string }[] };
}

interface Answer {
  data?: { papers: { nodes: { title: string }[] } } | null;
  errors?: { message: string; extensions: { code: string } }[];
}

/** Presses the button, and returns the request that went out. */
async function run(page: Page) {
  const sent = nextOperation(page);
  await runButton(page).click();
  return sent;
}

function runButton(page: Page) {
  return page.getByRole('button', { name: /^Execute query/ });
}

/** Quicker than a person can, and than GraphiQL reads what was put into its editor. */
async function pressAtOnce(page: Page, buttons: Locator[]): Promise<void> {
  const elements = await Promise.all(buttons.map((button) => button.elementHandle()));
  await page.evaluate((pressed) => pressed.forEach((element) => (element as { click(): void }).click()), elements);
}

function nextOperation(page: Page) {
  return page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/graphql'));
}

function resultWith(page: Page, text: string): Promise<void> {
  return page.locator('.result-window', { hasText: text }).waitFor();
}

function operationNames(document: string): string[] {
  return [...document.matchAll(/^(?:query|mutation) (\w+)/gm)].map(([, name]) => name!);
}
