import 'reflect-metadata';
import { compileSooner } from './lib/compile-sooner';
import { forgoPretenuring } from './lib/forgo-pretenuring';
import { giveMemoryBack } from './lib/give-memory-back';
import { runServer } from './run-server';

compileSooner();
forgoPretenuring();
giveMemoryBack();
void runServer();
