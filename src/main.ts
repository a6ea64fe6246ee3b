import 'reflect-metadata';
import { forgoPretenuring } from './lib/forgo-pretenuring';
import { giveMemoryBack } from './lib/give-memory-back';
import { runServer } from './run-server';

forgoPretenuring();
giveMemoryBack();
void runServer();
