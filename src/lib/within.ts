/** What some work comes to, or, where that takes longer, what `late` answers or throws. */
export function within<T>(milliseconds: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds).unref();
  });
  return Promise.race([work, expired.then(late)]).finally(() => clearTimeout(timer));
}
