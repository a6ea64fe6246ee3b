import { Command } from 'commander';
import { type FoundPaper, findPaper } from '../merging/find-paper.query';
import { type MergedRows, mergePapers, rehearseMerge } from '../merging/merge-papers.service';
import { print, withDatabase } from './with-database';

interface MergeOptions {
  dryRun?: boolean;
  json?: boolean;
}

const PAPER = 'an arXiv id or DOI in any usual spelling, a slug, or an address here';

export function addPaperCommands(program: Command): void {
  const papers = program.command('papers').description('papers that are here');

  papers
    .command('merge')
    .description('make one paper of two that are one work: the first becomes part of the second')
    .argument('<from>', `the paper that goes: ${PAPER}`)
    .argument('<into>', 'the paper that stays, named likewise')
    .option('--dry-run', 'say what would move, and change nothing')
    .option('--json', 'print JSON for scripts')
    .action(async (fromText: string, intoText: string, options: MergeOptions) => {
      const { from, into, moved } = await withDatabase(async (database) => {
        const [from, into] = [await findPaper(database.pool, fromText), await findPaper(database.pool, intoText)];
        const merge = options.dryRun ? rehearseMerge : mergePapers;
        return { from, into, moved: await merge(database, from.id, into.id) };
      });
      print({ from: from.slug, into: into.slug, ...moved }, options, sentences(from, into, moved, options));
    });
}

function sentences(from: FoundPaper, into: FoundPaper, moved: MergedRows, { dryRun }: MergeOptions): string[] {
  const { doubleUpvotes, ...counts } = moved;
  const rows = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  const became = dryRun ? 'Nothing was changed. It would be:' : 'Merged:';
  return [
    `${became} "${from.title}" (${from.slug}) into "${into.title}" (${into.slug}).`,
    `Moved: ${rows.join(', ')}. Voted for both, and count once: ${doubleUpvotes}.`,
  ];
}
