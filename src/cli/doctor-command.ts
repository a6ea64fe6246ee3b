import type { Command } from 'commander';
import { ConfigError, mostConnections, readConfig } from '../config';
import { MIGRATIONS } from '../db/database';
import { tablesOf } from '../db/tables-of';
import { checkGraphiql, checkNode } from '../doctor/checks/program';
import { examine } from '../doctor/examine';
import { broken, type Finding, type Verdict } from '../doctor/finding';
import { explainFailure } from '../explain-failure';
import { entities } from '../slices';

const SIGNS: Record<Verdict, string> = { sound: '✓', doubtful: '!', broken: '✗' };

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description(
      'examine this deployment and say what to do; changes nothing, and ends with 1 where something is broken',
    )
    .option('--json', 'print JSON for scripts')
    .action(async (options: { json?: boolean }) => {
      const findings: Finding[] = [];
      for await (const finding of examineDeployment()) {
        findings.push(finding);
        if (!options.json) process.stdout.write(linesOf(finding));
      }
      const isSound = findings.every(({ verdict }) => verdict !== 'broken');
      process.stdout.write(`${options.json ? JSON.stringify({ isSound, findings }) : summaryOf(findings)}\n`);
      if (!isSound) process.exitCode = 1;
    });
}

async function* examineDeployment(): AsyncGenerator<Finding> {
  try {
    const settings = readConfig();
    const needs = {
      dataDir: settings.databaseUrl === null ? settings.dataDir : null,
      secretBox: settings.secretBox,
      tables: tablesOf(entities),
      migrations: MIGRATIONS.map(({ name }) => name),
      connections: mostConnections(settings),
    };
    yield* examine({ settings, needs, explain: sentenceOf });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield* [checkNode(), checkGraphiql()];
    yield broken(error.message, 'Correct that variable, and look again: nothing else could be examined.');
  }
}

/** Without the places in the code, which say nothing of the deployment. */
function sentenceOf(error: unknown): string {
  const [sentence = ''] = explainFailure(error).split('\n');
  return sentence.replace(/^\w*[Ee]rror: /, '').replace(/[^.)]$/, '$&.');
}

/** A sign before the sentence on a terminal, a word elsewhere; the remedy stands below. */
function linesOf({ verdict, says, remedy }: Finding): string {
  const isTerminal = process.stdout.isTTY;
  const mark = isTerminal ? SIGNS[verdict] : `${verdict}:`;
  return `${mark} ${says}\n${remedy ? `${isTerminal ? '  →' : '  do:'} ${remedy}\n` : ''}`;
}

function summaryOf(findings: Finding[]): string {
  const countOf = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted).length;
  return `${countOf('sound')} sound, ${countOf('doubtful')} doubtful, ${countOf('broken')} broken.`;
}
