#!/usr/bin/env node
import 'reflect-metadata';
import { Command } from 'commander';
import { addDataCommands } from './cli/data-commands';
import { addTokenCommands } from './cli/token-commands';
import { addUserCommands } from './cli/user-commands';
import { explainFailure } from './explain-failure';
import { runServer } from './run-server';
import { createSchema, printSdl } from './schema';

const program = new Command('daily-papers')
  .description('The GraphQL API for paper metadata. What is not an option is an environment variable: see README.md.')
  .showHelpAfterError('(see --help)');

program.command('serve').description('start the server; stop it with Ctrl-C').action(runServer);
addDataCommands(program);
addUserCommands(program);
addTokenCommands(program);
program
  .command('schema')
  .description('print the schema in SDL')
  .action(() => void process.stdout.write(printSdl(createSchema())));

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exitCode = 1;
});
