const SPELLING_MAX_CHARS = 300;

/** What may stand before an id: a label, an address of arXiv or of a page about its papers, arXiv's own DOI prefix. */
const PREFIX = new RegExp(
  [
    String.raw`^(?:https?:\/\/)?(?:[a-z0-9-]+\.)*arxiv\.org\/(?:abs|pdf|html|format|ps|e-print|src)\/`,
    String.raw`^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/papers\/`,
    String.raw`^(?:doi:\s*|(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/)?10\.48550\/arxiv\.`,
    String.raw`^arxiv:\s*`,
  ].join('|'),
  'i',
);

/** What may stand after it: a version, a file's ending, an address's rest, the category that arXiv prints in brackets. */
const SUFFIX = /(?:v[1-9]\d*)?(?:\.pdf)?\/?(?:[?#]\S*)?(?:\s*\[[a-z.-]+\])?$/i;

const NEW_ID = /^(\d\d)(\d\d)\.(\d{4,5})$/;
const OLD_ID = /^([a-z-]+)(?:\.[a-z-]{2,})?\/(\d\d)(\d\d)(\d{3})$/i;

/** Every archive that took papers before April 2007; the list is closed. */
const OLD_ARCHIVES = new Set(
  (
    'acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga ' +
    'funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph ' +
    'q-alg q-bio quant-ph solv-int supr-con'
  ).split(' '),
);

/**
 * The canonical arXiv id, without version, of any usual spelling: `arXiv:2606.00467v2`, an address of its page or PDF,
 * its DOI, `math.GT/0309136` (answered as `math/0309136`). Null where the text is no arXiv id.
 */
export function parseArxivId(text: string): string | null {
  if (text.length > SPELLING_MAX_CHARS) return null;
  const id = text.trim().replace(/%2f/gi, '/').replace(PREFIX, '').replace(SUFFIX, '');
  return parseNewId(id) ?? parseOldId(id);
}

function parseNewId(id: string): string | null {
  const [, year, month, number] = NEW_ID.exec(id) ?? [];
  if (!year || !month || !number || !isMonth(month) || Number(number) === 0) return null;

  const yearAndMonth = Number(year + month);
  const digitCount = yearAndMonth >= 1501 ? 5 : 4;
  return yearAndMonth >= 704 && number.length === digitCount ? id : null;
}

function parseOldId(id: string): string | null {
  const [, archive, year, month, number] = OLD_ID.exec(id) ?? [];
  if (!archive || !year || !month || !number || !isMonth(month) || number === '000') return null;

  const yearAndMonth = Number(year + month);
  const isOfItsTime = yearAndMonth >= 9107 || yearAndMonth <= 703;
  const name = archive.toLowerCase();
  return isOfItsTime && OLD_ARCHIVES.has(name) ? `${name}/${year}${month}${number}` : null;
}

function isMonth(digits: string): boolean {
  return Number(digits) >= 1 && Number(digits) <= 12;
}
