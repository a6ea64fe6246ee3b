/** What a promise comes to, or the reason of the signal where that fires first. The work behind the promise goes on. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(signal.reason as Error);
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse);
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', refuse));
  });
}
