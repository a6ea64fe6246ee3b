import { SingleBar } from 'cli-progress';

export interface ImportProgress {
  update: (bytesRead: number, totalBytes: number, phase: string) => void;
  /** Says something without breaking the bar. */
  note: (line: string) => void;
  end: (line?: string) => void;
}

/** Shows how far an import is, on standard error: a bar on a terminal, a plain line at the end elsewhere. */
export function importProgress(file: string): ImportProgress {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  if (!process.stderr.isTTY) return { update() {}, note: say, end: (line) => line && say(line) };

  const bar = new SingleBar({
    format: `${file} {phase} [{bar}] {percentage} %`,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(1, 0, { phase: '' });
  return {
    update(bytesRead, totalBytes, phase) {
      bar.setTotal(totalBytes);
      bar.update(bytesRead, { phase });
    },
    note(line) {
      process.stderr.write(`\r\x1b[K`);
      say(line);
    },
    end(line) {
      bar.stop();
      if (line) say(line);
    },
  };
}
