/** Most names are this already, and to see it costs a seventh of folding them again. */
const FOLDED_ASCII = /^[!-~]+(?: [!-~]+)*$/;

/** Text as it is compared and shown: Unicode NFC, every run of white space one space, none at the ends. */
export function foldText(text: string): string {
  return FOLDED_ASCII.test(text) ? text : text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
