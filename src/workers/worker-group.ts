import { endsWithinMs, FORCE_AFTER_MS } from './ending-times';
import { Member } from './member';
import type { Ending, Task } from './messages';
import { type GroupLog, Place } from './place';

interface GroupOptions {
  count: number;
  /** What a worker finds in its environment beside what this process has. */
  env: Record<string, string>;
  taskOf: (place: number) => Omit<Task, 'databaseUrl'>;
  /** How long a request may take, which who is replaced still answers. */
  requestMs: number;
  onStart: (member: Member) => void;
  log: GroupLog;
}

/** So many workers: who dies is replaced, and all are replaced one after the other when that is asked. */
export class WorkerGroup {
  private readonly places: Place[];
  private readonly living = new Set<Member>();
  private readonly stopping = new AbortController();
  private databaseUrl: string | null = null;
  private restarting: Promise<void> | null = null;
  private isRestartWanted = false;

  /** Starts the first workers. */
  constructor(private readonly options: GroupOptions) {
    this.places = Array.from({ length: options.count }, (_, number) => {
      const startMember = () => this.startMember(number);
      const dismiss = (member: Member) => this.tellToEnd(member, 'replaced');
      return new Place({ startMember, dismiss, stopping: this.stopping.signal, log: options.log });
    });
  }

  /** Settled once all listen; fails where one cannot. */
  async listening(): Promise<void> {
    await Promise.all(this.places.map((place) => place.listening));
  }

  /** Gives the workers their database; answers where they listen, once all of them answer requests. */
  async serve(databaseUrl: string): Promise<string> {
    this.databaseUrl = databaseUrl;
    const urls = await Promise.all(this.places.map((place) => place.serve(databaseUrl)));
    return urls[0]!;
  }

  members(): Member[] {
    return [...this.living];
  }

  /** Replaces each worker by a new one, which answers requests before the old one is told to end. Once more where it is asked meanwhile. */
  restart(): void {
    this.isRestartWanted = true;
    if (this.restarting) this.options.log.info({}, 'the workers are being replaced, and will be once more after that');
    this.restarting ??= this.restartWhileWanted().finally(() => (this.restarting = null));
  }

  /** Ends all workers; answers whether each of them ended as it should. */
  async stop(): Promise<boolean> {
    this.stopping.abort();
    for (const member of this.living) this.tellToEnd(member, 'with all');
    const ends = await Promise.all([...this.living].map(({ ended }) => ended));
    return ends.every(({ code }) => code === 0);
  }

  private async restartWhileWanted(): Promise<void> {
    const { log } = this.options;
    while (this.isRestartWanted && !this.stopping.signal.aborted) {
      this.isRestartWanted = false;
      log.info({}, 'replacing the workers, one after the other');
      if (await this.replaceAll()) log.info({}, 'all workers are replaced');
      else if (!this.stopping.signal.aborted) log.error({}, 'workers that are not replaced yet go on as they are');
    }
  }

  private async replaceAll(): Promise<boolean> {
    for (const place of this.places) {
      if (!(await place.handOver())) return false;
    }
    return true;
  }

  private startMember(place: number): Member {
    const { env, taskOf, onStart } = this.options;
    const member = new Member(env, { ...taskOf(place), databaseUrl: this.databaseUrl });
    this.living.add(member);
    void member.ended.then(() => this.living.delete(member));
    onStart(member);
    return member;
  }

  private tellToEnd(member: Member, ending: Ending): void {
    member.end(ending, endsWithinMs(ending, this.options.requestMs) + FORCE_AFTER_MS);
  }
}
