// Asks the registry for known vulnerabilities of what runs in production, where the registry offers that.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const asked = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 60_000,
});
const report = parsed(asked.stdout);

if (!report.vulnerabilities) {
  console.log(`The registry offers no audit: ${report.message ?? 'it did not answer'}.`);
} else {
  const serious = Object.values(report.vulnerabilities).filter(({ severity }) =>
    ['high', 'critical'].includes(severity),
  );
  for (const { name, severity, range } of serious) {
    console.error(
      `"${name}" ${range} has a vulnerability that is ${severity}; "npm audit" tells of it. Update or replace it.`,
    );
  }
  process.exitCode = serious.length > 0 ? 1 : 0;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
