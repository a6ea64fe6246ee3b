import { Command, Option } from 'commander';
import { fillIndex } from '../fill-index';
import { importFile } from '../ingestion/import-file';
import { RECORD_FORMATS, RecordFormat, UnreadableFileError } from '../ingestion/record';
import { showProgress } from './progress';
import { print, withDatabase } from './with-database';

interface ImportOptions {
  format?: RecordFormat;
  asOf?: string;
  dryRun?: boolean;
  json?: boolean;
}

interface ImportReport {
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
  /** Files that could not be read at all. */
  unreadable: number;
}

export function addDataCommands(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema; the server does so too when it starts')
    .action(async () => {
      await withDatabase(() => Promise.resolve());
      print({}, {}, 'The database is at the newest schema.');
    });

  program
    .command('index')
    .description('write what search lacks, as the server does by itself; it may be repeated and interrupted')
    .option('--json', 'print JSON for scripts')
    .action(async (options: { json?: boolean }) => {
      const progress = showProgress('papers');
      const onProgress = (done: number, total: number) => progress.update(done, total, 'indexed');
      const filled = await withDatabase((database) => fillIndex(database, { onProgress }));
      progress.end();
      const missing = `${counted(filled.papers, 'paper')} and ${counted(filled.authors, 'author')}`;
      print(filled, options, `Search lacked ${missing}, and has them now.`);
    });

  program
    .command('import')
    .description('read files with papers into the database; it may be repeated and interrupted')
    .argument('<file...>', 'listing captures, Daily Papers API answers, arXiv JSON lines or answers of the arXiv API')
    .addOption(
      new Option('--format <format>', 'what the files are; recognised by content without it').choices(RECORD_FORMATS),
    )
    .option('--as-of <date>', 'the day of the reports, YYYY-MM-DD; taken from the file name or content without it')
    .option('--dry-run', 'count what would change, and change nothing')
    .option('--json', 'print JSON for scripts')
    .action(async (files: string[], options: ImportOptions) => {
      const report = await withDatabase((database) =>
        importFiles(files, options, (file, callbacks) => importFile(database, file, callbacks)),
      );
      print(report, options, summaryOf(report, options));
      if (report.refused > 0 || report.unreadable > 0) process.exitCode = 1;
    });
}

type ImportOne = (file: string, options: Parameters<typeof importFile>[2]) => ReturnType<typeof importFile>;

/** Imports one file after the other; one that cannot be read is named and does not stop the rest. */
async function importFiles(files: string[], options: ImportOptions, importOne: ImportOne): Promise<ImportReport> {
  const report: ImportReport = { added: 0, changed: 0, unchanged: 0, refused: 0, unreadable: 0 };
  const { format, asOf, dryRun = false } = options;
  for (const file of files) {
    const progress = showProgress(file);
    try {
      const counts = await importOne(file, {
        ...(format && { format }),
        ...(asOf && { asOf }),
        dryRun,
        onProgress: progress.update,
        onRefused: ({ where, reason }) => progress.note(`${file}, ${where}: refused: ${reason}`),
      });
      for (const name of ['added', 'changed', 'unchanged', 'refused'] as const) report[name] += counts[name];
      progress.end(
        `${file}: ${counts.added} added, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused`,
      );
    } catch (error) {
      progress.end();
      if (!(error instanceof UnreadableFileError)) throw error;
      report.unreadable++;
      process.stderr.write(`${error.message}\n`);
    }
  }
  return report;
}

function summaryOf(
  { added, changed, unchanged, refused, unreadable }: ImportReport,
  { dryRun }: ImportOptions,
): string {
  const files = unreadable > 0 ? `; ${unreadable} ${unreadable === 1 ? 'file' : 'files'} could not be read` : '';
  const sentence = `${added} added, ${changed} changed, ${unchanged} unchanged, ${refused} refused${files}.`;
  return dryRun ? `Nothing was changed. It would be: ${sentence}` : sentence;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
