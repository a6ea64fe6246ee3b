import { openEmbeddedDatabase } from '../../src/db/embedded/open-embedded-database';

/** What the child process tells its parent once it has tried to open the database. */
export type ChildAnswer = { url: string; notice?: string } | { refusal: string };

async function main([dataDir, use, systemDir]: string[]): Promise<void> {
  const database = await openEmbeddedDatabase({
    dataDir: dataDir!,
    use: use as 'serve' | 'join',
    systemDir: systemDir!,
  });
  process.once('message', () => void database.close().then(() => process.disconnect()));
  process.send!({ url: database.url, notice: database.notice } satisfies { url: string; notice: string | undefined });
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.send!({ refusal: `${error.name}: ${error.message}` });
  process.disconnect();
});
