const SPELLING_MAX_CHARS = 300;

const PREFIX = /^(?:(?:https?:\/\/)?(?:www\.)?orcid\.org\/|orcid(?:\s*id)?(?::\s*|\s+))/i;
const ORCID = /^(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])$/;

/** The ORCID iD with hyphens and an upper-case X, of the bare or the address form; null where it is none or its check digit is wrong. */
export function parseOrcid(text: string): string | null {
  if (text.length > SPELLING_MAX_CHARS) return null;
  const bare = text.trim().replace(PREFIX, '').replace(/\/$/, '').toUpperCase();
  const groups = ORCID.exec(bare)?.slice(1);
  return groups && hasRightCheckDigit(groups.join('')) ? groups.join('-') : null;
}

/** ISO 7064 mod 11-2, where X stands for 10. */
function hasRightCheckDigit(characters: string): boolean {
  const total = [...characters.slice(0, -1)].reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return characters.endsWith(check === 10 ? 'X' : String(check));
}
