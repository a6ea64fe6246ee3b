export interface PollLimits {
  withinMs: number;
  everyMs: number;
}

/** Asks again and again until there is an answer; undefined when none came in time. The first question is asked at once. */
export async function pollUntil<T>(ask: () => Promise<T | undefined>, limits: PollLimits): Promise<T | undefined> {
  const deadline = performance.now() + limits.withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() >= deadline) return undefined;
    await new Promise((resolve) => setTimeout(resolve, limits.everyMs));
  }
}
