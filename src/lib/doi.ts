const SPELLING_MAX_CHARS = 300;
const DOI_MAX_CHARS = 255;

const ADDRESS = /^(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\//i;
const LABEL = /^doi(?::\s*|\s+)/i;
const DOI = /^10\.\d{4,9}\/[^\s\p{C}]+$/u;

/**
 * The DOI in lower case of any usual spelling: bare, `doi:10.…`, an address of doi.org. Null where the text is no DOI.
 * Percent signs are decoded in addresses alone, for a DOI may itself hold one.
 */
export function parseDoi(text: string): string | null {
  if (text.length > SPELLING_MAX_CHARS) return null;
  const spelling = text.trim().replace(LABEL, '');
  const bare = ADDRESS.test(spelling) ? decodeAddress(spelling.replace(ADDRESS, '')) : spelling;
  if (bare === null || bare.length > DOI_MAX_CHARS || !DOI.test(bare)) return null;
  return inLowerCase(bare);
}

function decodeAddress(path: string): string | null {
  try {
    return decodeURIComponent(path.replace(/[?#].*$/s, ''));
  } catch {
    return null;
  }
}

/** DOIs ignore the case of ASCII letters alone, so the others stay as they are. */
function inLowerCase(doi: string): string {
  return doi.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
