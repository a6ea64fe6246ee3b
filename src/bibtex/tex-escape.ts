import { letterCommand, symbolCommand } from '../lib/tex-symbols';

/** Characters that TeX reads as instructions, or that its usual text fonts print as another one. */
const TEXT_COMMANDS: Record<string, string> = {
  ...{ '&': '\\&', '%': '\\%', $: '\\$', '#': '\\#', _: '\\_' },
  // Not \{ and \}: BibTeX counts braces whatever stands before them.
  ...{ '{': '{\\textbraceleft}', '}': '{\\textbraceright}', '\\': '{\\textbackslash}' },
  ...{ '~': '{\\textasciitilde}', '^': '{\\textasciicircum}' },
  ...{ '<': '{\\textless}', '>': '{\\textgreater}', '|': '{\\textbar}' },
  ...{ '–': '--', '—': '---', '‘': '`', '’': "'", '“': '``', '”': "''", '‐': '-', '‑': '-', '−': '$-$' },
  ...{ '…': '{\\ldots}', '·': '{\\textperiodcentered}', '•': '{\\textbullet}', '°': '{\\textdegree}' },
  ...{ '©': '{\\textcopyright}', '®': '{\\textregistered}', '™': '{\\texttrademark}', '€': '{\\texteuro}' },
  ...{ '£': '{\\pounds}', '§': '{\\S}', '¶': '{\\P}', '†': '{\\dag}', '‡': '{\\ddag}' },
  ...{ '¿': '{\\textquestiondown}', '¡': '{\\textexclamdown}' },
};

/** The TeX accent for a combining mark; those that are letters take their base in braces. */
const ACCENTS: Record<string, string> = {
  ...{ '\u0300': '`', '\u0301': "'", '\u0302': '^', '\u0303': '~', '\u0304': '=', '\u0307': '.', '\u0308': '"' },
  ...{ '\u0306': 'u', '\u030a': 'r', '\u030b': 'H', '\u030c': 'v', '\u0323': 'd', '\u0327': 'c', '\u0328': 'k' },
  ...{ '\u0331': 'b' },
};
const MARKS_BELOW = '\u0323\u0327\u0328\u0331';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const STYLED_LETTER = /[\u00b5\u{1d400}-\u{1d7ff}\ufb00-\ufb06]/gu;

/** What is replaced as one: a number raised or lowered, a Greek word, a letter with its marks, any other character. */
const TEXT_UNIT = /[⁰¹²³⁴-⁹]+|[₀-₉]+|\p{Script=Greek}[\p{Script=Greek}\p{M}]*|[A-Za-z]\p{M}+|[^\sA-Za-z0-9]/gu;

/** Plain text as TeX that prints it; characters that TeX has no command for stay as they are, in UTF-8. */
export function texOfText(text: string): string {
  return withPlainLetters(text).replace(TEXT_UNIT, texOfUnit);
}

/** Mathematical alphabets (`𝒪`, `𝜇`), the micro sign and ligatures (`ﬁ`) become the letters that they stand for. */
function withPlainLetters(text: string): string {
  return text.replace(STYLED_LETTER, (letter) => letter.normalize('NFKC')).normalize('NFC');
}

function texOfUnit(unit: string): string {
  const letter = letterCommand(unit);
  return TEXT_COMMANDS[unit] ?? (letter && `{\\${letter}}`) ?? texOfSigns(unit) ?? texOfAccented(unit) ?? unit;
}

/** `αβ` and `²` as mathematics; a Greek word with accents or with capitals that TeX lacks is not a formula. */
function texOfSigns(unit: string): string | undefined {
  const math = mathOfScript(unit) ?? mathOfSymbols(unit);
  return math && `$${math}$`;
}

function mathOfSymbols(unit: string): string | undefined {
  const commands = Array.from(unit, symbolCommand);
  return commands.includes(undefined) ? undefined : commands.map((command) => `\\${command}`).join('');
}

function mathOfScript(unit: string): string | undefined {
  const [operator, digits] = SUPERSCRIPTS.includes(unit.charAt(0)) ? ['^', SUPERSCRIPTS] : ['_', SUBSCRIPTS];
  const number = Array.from(unit, (digit) => digits.indexOf(digit));
  if (number.includes(-1)) return undefined;
  return number.length > 1 ? `${operator}{${number.join('')}}` : `${operator}${number.join('')}`;
}

function texOfAccented(unit: string): string | undefined {
  const [base = '', ...marks] = unit.normalize('NFD');
  if (!/[A-Za-z]/.test(base) || marks.length === 0) return undefined;
  const dotless = /[ij]/.test(base) && !MARKS_BELOW.includes(marks[0] ?? '');
  let tex = dotless ? `\\${base}` : base;
  for (const mark of marks) {
    const accent = ACCENTS[mark];
    if (accent === undefined) return undefined;
    tex = /^\\?[A-Za-z]$/.test(tex) && !/[a-zA-Z]/.test(accent) ? `\\${accent}${tex}` : `\\${accent}{${tex}}`;
  }
  return `{${tex}}`;
}

/** What stands between two dollars, ready for BibTeX: TeX stays, Unicode becomes commands without dollars. */
export function texOfMath(math: string): string {
  return withPlainLetters(math)
    .replace(/\\\{/g, '\\lbrace ')
    .replace(/\\\}/g, '\\rbrace ')
    .replace(/(?<!\\)[%#&]/g, '\\$&')
    .replace(/([⁰¹²³⁴-⁹]+|[₀-₉]+|[^ -~])(?=([A-Za-z])?)/gu, (_, sign: string, next: string | undefined) => {
      const tex = mathOfScript(sign) ?? mathOfSymbols(sign) ?? sign;
      return next !== undefined && tex.startsWith('\\') ? `${tex} ` : tex;
    });
}
