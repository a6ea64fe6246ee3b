import type { FastifyBaseLogger } from 'fastify';

export type DeliveryLog = Pick<FastifyBaseLogger, 'info' | 'warn'>;

interface Repeated {
  /** What cannot be done where the work fails, as the log says it. */
  task: string;
  log: DeliveryLog;
  /** Answers whether there may be more to do at once. */
  work: () => Promise<boolean>;
  /** Waits until there may be something to do. */
  idle: () => Promise<void>;
}

/** Works until the signal fires. A failure is told once, and the work tried again until it succeeds. */
export async function repeatUntil(signal: AbortSignal, { task, log, work, idle }: Repeated): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    try {
      const mayHaveMore = await work();
      if (isFailing) log.info(`${task} again`);
      isFailing = false;
      if (!mayHaveMore) await idle();
    } catch (err) {
      if (signal.aborted) return;
      if (!isFailing) log.warn({ err }, `cannot ${task}; it is tried again until it can be done`);
      isFailing = true;
      await idle();
    }
  }
}
