/** File names beside this bundle, filled in by scripts/build-graphiql.mjs. */
declare const WORKER_FILES: { editor: string; graphql: string; json: string };

/** Monaco, the editor in GraphiQL, parses and validates in workers and asks the page where they are. */
export function startMonacoWorkers(): void {
  const files: Record<string, string> = WORKER_FILES;
  const getWorker = (_id: string, label: string) =>
    new Worker(new URL(files[label] ?? WORKER_FILES.editor, import.meta.url));
  Object.assign(globalThis, { MonacoEnvironment: { getWorker } });
}
