import { HOSTILE_TEXTS, UNSTORABLE_TEXTS } from '../grammar/hostile-texts.mjs';
import { chance, oneOf } from '../random.mjs';

const HOSTILE = Object.values(HOSTILE_TEXTS);
const UNSTORABLE = Object.values(UNSTORABLE_TEXTS);
const WORDS = [
  'a',
  'language models',
  'Reasoning',
  'attention is all',
  'vision 2025',
  '"world model"',
  '',
  ' ',
  'μ-calculus',
];
const DAYS = ['2025-12-10', '2025-12-01', '2025-01-01', '2099-12-31', '0001-01-01', '9999-12-31', '2024-02-29'];
const TIMES = ['T00:00:00Z', 'T12:30:00Z', 'T23:59:59.999Z', 'T23:59:60Z', 'T12:30:00+14:00', 't00:00:00z'];
const ODD_TIMES = [
  '2025-02-30',
  '2025-13-01',
  '0000-00-00',
  '+010000-01-01',
  '2025-12-10T25:00:00Z',
  '1765324800',
  'now',
];
const LONGEST = 30_000;

/** What people send under these names where they mean well. */
const BY_NAME = {
  handle: (random, world) => oneOf(random, world.handles),
  arxivId: (random, world) => oneOf(random, world.arxivIds),
  arxivIds: (random, world) => oneOf(random, world.arxivIds),
  paper: (random, world) => oneOf(random, world.arxivIds),
  doi: () => '10.1000/182',
  orcid: () => '0000-0002-1825-0097',
  categories: (random) => oneOf(random, ['cs.LG', 'cs', 'math.CO', 'q-bio']),
  url: (random) => `https://example.org/${random(30)}`,
  avatarUrl: (random) => `https://example.org/${random(30)}.png`,
  after: (random, world) => cursor(random, world),
  before: (random, world) => cursor(random, world),
};

/**
 * The texts of one request: mostly what is meant for the place, so that the request gets far, else something hostile.
 * `world` is what the server is known to hold.
 */
export function textsFor(random, world) {
  return (scalar, name, owner) => {
    if (chance(random, 150)) return oneOf(random, UNSTORABLE);
    if (chance(random, 10)) return oneOf(random, HOSTILE);
    if (chance(random, 200)) return 'x'.repeat(random(LONGEST));
    if (scalar === 'ID') return id(random, world, name, owner);
    if (scalar === 'LocalDate') return chance(random, 10) ? oneOf(random, ODD_TIMES) : oneOf(random, DAYS);
    if (scalar === 'DateTime')
      return chance(random, 10) ? oneOf(random, ODD_TIMES) : oneOf(random, DAYS) + oneOf(random, TIMES);
    if (name in BY_NAME) return BY_NAME[name](random, world);
    return chance(random, 3) ? `${oneOf(random, WORDS)} ${oneOf(random, HOSTILE)}` : oneOf(random, WORDS);
  };
}

/** An id of a type that the name tells, `paperId` of a paper, else of the one that is asked for, else of any; some lead nowhere. */
function id(random, world, name, owner) {
  const end = (name === 'id' ? owner : name.replace(/Ids?$/, '')).toLowerCase();
  const meant = world.nodeTypes.filter((type) => end && type.toLowerCase().endsWith(end));
  const type = oneOf(random, meant.length ? meant : world.nodeTypes);
  return Buffer.from(`${type}:${keyFor(random, type)}`).toString('base64url');
}

function keyFor(random, type) {
  if (chance(random, 30))
    return oneOf(random, ['0', '-1', '01', '2147483647', '2147483648', '1e3', '', '1\n', '../1', '\0']);
  if (type === 'Edition') return oneOf(random, DAYS);
  const number = 1 + random(40);
  return type === 'Authorship' ? `${number}.${1 + random(3)}` : `${number}`;
}

/** One that the server gave out, as it is or with something in it changed. */
function cursor(random, world) {
  const given = oneOf(random, world.cursors);
  if (chance(random, 2)) return given;
  const parts = partsOf(given);
  if (!parts || chance(random, 4)) return given.slice(random(3), given.length - random(3));
  parts[random(parts.length)] = oneOf(random, [
    null,
    -1,
    1e308,
    'infinity',
    '',
    'a\0',
    '\ud800',
    [],
    {},
    [[1]],
    '2025-02-30',
  ]);
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function partsOf(given) {
  try {
    const parts = JSON.parse(Buffer.from(given, 'base64url').toString());
    return Array.isArray(parts) ? parts : null;
  } catch {
    return null; // Not every cursor is a list.
  }
}
