import { type Logger, pino } from 'pino';

/** The log of a server: a JSON object a line, to standard error. */
export function jsonLog(level: string): Logger {
  return pino({ level }, pino.destination(2));
}
