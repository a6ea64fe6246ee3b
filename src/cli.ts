#!/usr/bin/env node
import 'reflect-metadata';
import { Command } from 'commander';
import { addDataCommands } from './cli/data-commands';
import { addDoctorCommand } from './cli/doctor-command';
import { addEmbedCommand } from './cli/embed-command';
import { addPaperCommands } from './cli/paper-commands';
import { addTokenCommands } from './cli/token-commands';
import { addUserCommands } from './cli/user-commands';
import { addWorkerCommand } from './cli/worker-command';
import { explainFailure } from './explain-failure';

const program = new Command('daily-papers')
  .description('The GraphQL API for paper metadata. What is not an option is an environment variable: see README.md.')
  .showHelpAfterError('(see --help)');

// The two that need the whole server load it themselves, so that other commands start sooner.
program
  .command('serve')
  .description('start the server; stop it with Ctrl-C')
  .action(async () => (await import('./run-server.js')).runServer());
addDataCommands(program);
addEmbedCommand(program);
addDoctorCommand(program);
addPaperCommands(program);
addUserCommands(program);
addTokenCommands(program);
addWorkerCommand(program);
program
  .command('schema')
  .description('print the schema in SDL')
  .action(async () => {
    const { apiSchema, printSdl } = await import('./schema.js');
    process.stdout.write(printSdl(apiSchema()));
  });

// Whoever reads this may have read enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exitCode = 1;
});
