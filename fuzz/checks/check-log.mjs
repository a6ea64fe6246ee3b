/** What is wrong with a line of the server's log, a sentence each: it is one JSON object, of no failure, and holds no secret. */
export function checkLogLine(line, secrets) {
  const faults = secrets.has(line) ? ['the log holds an access token'] : [];
  const entry = entryOf(line);
  if (entry === null) faults.push(`the log has a line that is no JSON object: ${line.slice(0, 300)}`);
  else if (!Number.isInteger(entry.level) || !Number.isInteger(entry.time))
    faults.push(`the log has a line that is not the server's: ${line.slice(0, 300)}`);
  else if (entry.level >= LEVEL_OF_ERRORS) faults.push(`the log tells of a failure: ${line.slice(0, 2000)}`);
  return faults;
}

/** As pino counts them. */
const LEVEL_OF_ERRORS = 50;

function entryOf(line) {
  try {
    const entry = JSON.parse(line);
    return typeof entry === 'object' ? entry : null;
  } catch {
    return null; // The caller says so.
  }
}
