/** What `readOptions` makes of the command line; a mistake in it is told with the help, and ends the process with 2. */
export function askedOptions(readOptions, help) {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    return process.exit(2);
  }
}

/** Closes what was opened before an interrupted process ends. */
export function closeAtSignal(opened) {
  const leave = () => void opened.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, leave);
}
