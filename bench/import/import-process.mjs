// Imports one file into DATABASE_URL as the command line does, and prints what it took as JSON.
import { built } from '../project.mjs';

const { importFile } = built('ingestion/import-file');
const { openDatabase } = built('db/open-database');
const { entities } = built('slices');

const databaseUrl = process.env.DATABASE_URL;
const opened = await openDatabase({ databaseUrl, dataDir: '', use: 'join', poolSize: 4, entities });
const startedAt = performance.now();
const counts = await importFile(opened.database, process.argv[2]);
const seconds = (performance.now() - startedAt) / 1000;
await opened.close();

// maxRSS is in kilobytes.
process.stdout.write(JSON.stringify({ ...counts, seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));
