export interface ParsedEntry {
  type: string;
  key: string;
  fields: Record<string, string>;
}

/**
 * One entry as BibTeX itself reads it, and nothing around it: braces count whatever stands before them, a value is in
 * braces or a bare macro, and a field is given once.
 */
export function parseBibtexEntry(text: string): ParsedEntry {
  let position = 0;

  function take(pattern: RegExp): string {
    const match = new RegExp(pattern.source, 'y');
    match.lastIndex = position;
    const found = match.exec(text)?.[0];
    if (found === undefined)
      throw new Error(`Expected ${pattern} at ${position}, got ${text.slice(position, position + 20)}.`);
    position += found.length;
    return found;
  }

  function takeBraced(): string {
    const start = position;
    let depth = 0;
    do {
      const character = text.charAt(position++);
      if (character === '') throw new Error(`The braces opened at ${start} never close.`);
      depth += character === '{' ? 1 : character === '}' ? -1 : 0;
    } while (depth > 0);
    return text.slice(start + 1, position - 1);
  }

  take(/@/);
  const type = take(/[a-z]+/);
  take(/\{/);
  const key = take(/[^\s"#%'(),={}~\\]+/);
  const fields: Record<string, string> = {};
  do {
    take(/,\n {2}/);
    const name = take(/[A-Za-z]+/);
    if (name in fields) throw new Error(`The field ${name} is given twice.`);
    take(/ = /);
    fields[name] = text.charAt(position) === '{' ? takeBraced() : take(/[a-z]+/);
  } while (text.charAt(position) === ',');
  take(/\n\}\n$/);
  return { type, key, fields };
}

/** The author field as BibTeX divides it: names at the words `and`, parts of a name at the commas, outside of braces. */
export function splitNames(field: string): string[][] {
  const outside = maskGroups(field);
  return splitAt(field, outside, /\sand\s/gi).map((name) => splitAt(name, maskGroups(name), /,\s*/g));
}

function maskGroups(text: string): string {
  let depth = 0;
  return Array.from({ length: text.length }, (_, index) => {
    const character = text.charAt(index);
    if (character === '{') depth += 1;
    const shown = depth === 0 ? character : 'x';
    if (character === '}') depth -= 1;
    return shown;
  }).join('');
}

function splitAt(text: string, mask: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const match of mask.matchAll(separator)) {
    parts.push(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  return [...parts, text.slice(start)];
}
