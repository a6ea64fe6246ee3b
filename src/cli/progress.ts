import { SingleBar } from 'cli-progress';

export interface Progress {
  update: (done: number, total: number, phase: string) => void;
  /** Says something without breaking the bar. */
  note: (line: string) => void;
  end: (line?: string) => void;
}

/** Shows how far something is, on standard error: a bar on a terminal, a plain line for each tenth and at the end elsewhere. */
export function showProgress(name: string): Progress {
  return process.stderr.isTTY ? progressBar(name) : progressLines(name);
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

function progressLines(name: string): Progress {
  let said = '';
  return {
    update(done, total, phase) {
      const tenths = Math.floor((10 * done) / total);
      const line = `${name} ${phase} ${tenths}0 %`;
      if (tenths < 1 || tenths > 9 || line === said) return;
      say(line);
      said = line;
    },
    note: say,
    end: (line) => line && say(line),
  };
}

function progressBar(name: string): Progress {
  const bar = new SingleBar({
    format: `${name} {phase} [{bar}] {percentage} %`,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(1, 0, { phase: '' });
  return {
    update(done, total, phase) {
      bar.setTotal(total);
      bar.update(done, { phase });
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
