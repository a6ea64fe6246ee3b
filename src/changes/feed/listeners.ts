import { addTo, removeFrom } from '../../lib/sets-by-key';
import { isWanted, type ChangeQueue } from './change-queue';
import type { StoredChange } from '../read-stretch.query';

/** All who listen, by what a change is looked up by: of thousands it concerns a few. */
export class Listeners {
  private readonly byPaperId = new Map<number, Set<ChangeQueue>>();
  private readonly byEditionDate = new Map<string, Set<ChangeQueue>>();
  private readonly others = new Set<ChangeQueue>();
  private count = 0;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  add(queue: ChangeQueue): void {
    this.count++;
    const { paperIds, editionDate } = queue.wanted;
    if (paperIds) paperIds.forEach((id) => addTo(this.byPaperId, id, queue));
    else if (editionDate !== undefined) addTo(this.byEditionDate, editionDate, queue);
    else this.others.add(queue);
  }

  remove(queue: ChangeQueue): void {
    this.count--;
    const { paperIds, editionDate } = queue.wanted;
    if (paperIds) paperIds.forEach((id) => removeFrom(this.byPaperId, id, queue));
    else if (editionDate !== undefined) removeFrom(this.byEditionDate, editionDate, queue);
    else this.others.delete(queue);
  }

  /** Gives a change to all who want it. */
  tell(change: StoredChange): void {
    const { paperId, editionDate } = change;
    const concerned = [
      paperId === null ? undefined : this.byPaperId.get(paperId),
      editionDate === null ? undefined : this.byEditionDate.get(editionDate),
      this.others,
    ];
    for (const queues of concerned) {
      for (const queue of queues ?? []) if (isWanted(queue.wanted, change)) queue.put(change);
    }
  }
}
