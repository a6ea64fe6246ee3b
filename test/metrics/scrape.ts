import type { TestServer } from '../support/test-server';

/** The figures of `/metrics`, by name and labels as they are written there. */
export type Figures = Map<string, number>;

export async function scrape({ url }: Pick<TestServer, 'url'>): Promise<Figures> {
  const response = await fetch(`${url}/metrics`);
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}: ${await response.text()}`);
  return figuresIn(await response.text());
}

export function figuresIn(text: string): Figures {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^([a-z0-9_]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`This is no line of metrics: ${line}`);
      return [name, Number(value)];
    }),
  );
}

/** How much each of our figures moved while `work` was done; those that did not are left out. */
export async function movedBy(server: Pick<TestServer, 'url'>, work: () => Promise<unknown>): Promise<object> {
  const before = await scrape(server);
  await work();
  const after = await scrape(server);
  const moved = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(moved.filter(([name, by]) => name.startsWith('daily_papers_') && by !== 0));
}
