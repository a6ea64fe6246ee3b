import { median } from '../median.mjs';
import { now, vote } from './delays.mjs';

const PAGE = JSON.stringify({ query: '{ papers(first: 20) { nodes { title upvoteCount } } }' });
/** The kernel and what is open settle. */
const QUIET_MS = 500;

/** How long until all of a crowd heard of a vote for the one paper that they follow, and what a page takes meanwhile. */
export async function measureCrowd({ voting, listening }, crowd, paper, voters) {
  const rounds = [];
  for (const voter of voters) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const before = [await page(listening), await page(listening), await page(listening)];
    const heard = crowd.whenAllHeard();
    await vote(voting, voter, paper);
    const answeredAt = now();
    let isHeard = false;
    const lastAt = heard.finally(() => (isHeard = true));
    const meanwhile = [];
    while (!isHeard) meanwhile.push(await page(listening));
    rounds.push({
      allMs: (await lastAt) - answeredAt,
      pageMs: median(meanwhile),
      slowestMs: Math.max(...meanwhile),
      quietPageMs: median(before),
    });
  }
  return Object.fromEntries(Object.keys(rounds[0]).map((figure) => [figure, median(rounds.map((one) => one[figure]))]));
}

async function page({ url }) {
  const sentAt = now();
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: PAGE });
  if (!response.ok || (await response.json()).errors) throw new Error(`A page was refused with ${response.status}.`);
  return now() - sentAt;
}
