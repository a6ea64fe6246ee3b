import 'reflect-metadata';
import { giveMemoryBack } from './lib/give-memory-back';
import { runServer } from './run-server';

giveMemoryBack();
void runServer();
