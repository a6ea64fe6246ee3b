/** Most titles are, and need none of the work that other scripts ask for: an import of many asks for this first. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
