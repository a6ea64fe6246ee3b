import { median } from '../../bench/median.mjs';

/** Within which everything is as before, once PostgreSQL accepts connections and the API is ready. */
const RECOVERY_MS = 2_000;
/** How long is watched after a fault: longer than the recovery may take, so that a failure after it is seen. */
const WATCH_MS = 2_300;
/** A first look is shorter. */
const QUICK_WATCH_MS = 1_000;
/** In which each client has its first answers, before the first fault. */
const WARM_UP_MS = 500;

/** Repeats a fault under load, and measures how long after each the last request failed. */
export class Strikes {
  recoveriesMs = [];
  #witness;
  #watchMs;
  #progress;

  constructor({ witness, quick, progress }) {
    this.#witness = witness;
    this.#watchMs = quick ? QUICK_WATCH_MS : WATCH_MS;
    this.#progress = progress;
  }

  /** `strike` makes the fault and returns when all are running again. */
  async repeat(times, strike) {
    await wait(WARM_UP_MS);
    for (let number = 0; number < times; number++) {
      await strike(number);
      await this.watchRecovery(performance.now());
      this.#progress(`${number + 1} of ${times}`);
    }
    return { faults: times };
  }

  async watchRecovery(runningSince) {
    await wait(this.#watchMs);
    const recoveryMs = Math.max(0, this.#witness.lastFailureAt - runningSince);
    this.recoveriesMs.push(recoveryMs);
    if (recoveryMs > RECOVERY_MS)
      this.#witness.breach(`Requests failed for more than ${RECOVERY_MS / 1000} s after all ran again.`);
  }

  get figures() {
    return { recoveryP50Ms: median(this.recoveriesMs), recoveryMaxMs: Math.max(...this.recoveriesMs) };
  }
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
