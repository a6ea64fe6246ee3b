import { letterOfCommand, symbolOfCommand } from './tex-symbols';

/** Commands that change how their argument looks, or the space around it, and print nothing themselves. */
const FORMATTING = new RegExp(
  '^(?:' +
    [
      'text[a-z]*|math[a-z]*|mbox|hbox|operatorname|ensuremath|boldsymbol|bm|emph|em|it|bf|tt|sc|rm|sf|cal|frak',
      'bar|hat|tilde|vec|dot|ddot|check|breve|acute|grave|widehat|widetilde|overline|underline',
      'left|right|[bB]igg?[lr]?|displaystyle|textstyle|limits|frac|[dt]frac|x?space|quad|qquad',
      'tiny|small|large|Large|huge|protect|noindent|newline|linebreak',
    ].join('|') +
    ')$',
);

const ACCENT_LETTERS = new Set(['c', 'v', 'H', 'u', 'k', 'r', 'd', 'b', 't']);

/**
 * The words of a text that may hold TeX, as plain Unicode: `$\mu$P` is `μP`, `AM$^3$` is `AM3`, `Schr\"odinger` is
 * `Schrodinger`. Accents written in TeX are lost and unknown commands leave their name, so the result is for
 * addresses and comparisons, not for showing.
 */
export function plainTextOfTex(text: string): string {
  return joinScripts(text)
    .replace(/\\([A-Za-z]+)(\s*)/g, (_, command: string, space: string) => textOfCommand(command, space))
    .replace(/\\["'`^~=.]/g, '')
    .replace(/\\[\s,;:!\\]/g, ' ')
    .replace(/[\\${}]/g, '');
}

/**
 * Superscripts and subscripts belong to the word before them, which a bare `_` between words of letters does not say. The
 * end of a formula ends the command before it, as in `$\mu$P`.
 */
function joinScripts(text: string): string {
  return text
    .replace(/\$([^$]*)\$/g, (_, math: string) => `${math.replace(/(?<!\\)[\^_]/g, '')}{}`)
    .replace(/(?<!\\)[\^_](?=[{\d])/g, '');
}

function textOfCommand(command: string, space: string): string {
  const letter = letterOfCommand(command);
  if (letter !== undefined) return letter;
  if (ACCENT_LETTERS.has(command)) return '';
  const symbol = symbolOfCommand(command);
  if (symbol !== undefined) return symbol + space;
  return FORMATTING.test(command) ? space : command + space;
}
