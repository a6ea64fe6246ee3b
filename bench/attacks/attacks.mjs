const times = (count, make) => Array.from({ length: count }, (_, index) => make(index)).join(' ');
const nested = (levels, start, end, middle) => start.repeat(levels) + middle + end.repeat(levels);

const PAGES = nested(8, 'papers(first: 100) { nodes { authors(first: 100) { nodes { ', '} } } }', 'name ');
const VOTE = 'upvotePaper(input: { paperId: "x" }) { paper { id } }';

/** Documents that would keep a server busy, or fill its memory, if it ran them. */
const documents = {
  'pages within pages, 150 bytes': `{${nested(2, 'papers(first:100){nodes{authors(first:100){nodes{', '}}}}', 'papers(first:100){nodes{title}}')}}`,
  'pages within pages, 16 levels': `{ ${PAGES} }`,
  'one page under 1,900 aliases': `{ ${times(1900, (index) => `a${index}: papers(first: 100) { nodes { id } }`)} }`,
  'one count under 60 aliases': `{ ${times(60, (index) => `a${index}: papers(first: 0) { totalCount }`)} }`,
  'search under 50 aliases': `{ ${times(50, (index) => `a${index}: search(query: "a neural network", first: 100) { nodes { id } }`)} }`,
  'histories of 100 papers': '{ papers(first: 100) { nodes { upvoteHistory(interval: HOUR) { upvoteCount } } } }',
  'related papers of related papers':
    '{ papers(first: 100) { nodes { related(first: 20) { paper { related(first: 20) { paper { id } } } } } } }',
  'threads within threads': `{ papers(first: 50) { nodes { ${nested(6, 'comments(first: 100) { nodes { replies(first: 100) { nodes { ', '} } } }', 'id ')} } } }`,
  'a field 1,900 times': `{ ${times(1900, () => 'feedTimeZone')} }`,
  'a field twice on each of nine levels': `{ ${nested(9, 'viewer { id } ', '', '')} ${twice(9)} }`,
  'fragments that double, 30 levels': fragments(30, (next) => `a: ${onPaper(next)} b: ${onPaper(next)}`),
  'fragments in a circle': '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  'one fragment 600 times': `{ ${times(600, () => '...A')} } fragment A on Query { feedTimeZone }`,
  'fragments that nobody spreads': `{ feedTimeZone } ${times(300, (index) => `fragment F${index} on Query { feedTimeZone }`)}`,
  'directives by the hundred': `{ feedTimeZone ${times(600, () => '@skip(if: false)')} }`,
  'unknown directives by the hundred': `{ feedTimeZone ${times(900, (index) => `@d${index}`)} }`,
  'unknown fields by the hundred': `{ ${times(1500, (index) => `feedTimeZon${index}`)} }`,
  'unknown arguments by the hundred': `{ papers(${times(450, (index) => `firs${index}: 1`)}) { nodes { id } } }`,
  'introspection under 40 aliases': `{ ${times(40, (index) => `a${index}: __schema { types { fields { name } } }`)} }`,
  'introspection in a circle': `{ __schema { types { ${nested(9, 'fields { type { ', '} } ', 'name')} } } }`,
  '20,000 open braces': '{a'.repeat(20_000),
  '20,000 open brackets': `{ paper(id: ${'['.repeat(20_000)}`,
  '90,000 opening parentheses': '('.repeat(90_000),
  'a list of 15,000 in the document': `{ papers(filter: { categories: [${times(15_000, () => '"cs"')}] }) { nodes { id } } }`,
  'a number of 90,000 digits': `{ papers(first: ${'9'.repeat(90_000)}) { nodes { id } } }`,
  'a name of 90,000 letters': `{ ${'a'.repeat(90_000)} }`,
  'a comment of 90,000 characters': `#${'x'.repeat(90_000)}`,
  'blanks alone': ' '.repeat(90_000),
  'a string that never ends': `{ paper(slug: "${'x'.repeat(90_000)}`,
  'operations by the hundred': times(300, (index) => `query A${index} { feedTimeZone }`),
  'variables by the hundred': `query (${times(500, (index) => `$v${index}: Int`)}) { feedTimeZone }`,
  'mutations by the hundred': `mutation { ${times(100, (index) => `a${index}: ${VOTE}`)} }`,
  'a page of negative size beside dear ones': `{ a: papers(first: -2147483648) { nodes { id } } ${PAGES} }`,
  'a page of the largest size': '{ papers(first: 2147483647) { nodes { id } } }',
  'a subscription': 'subscription { paperChanged(ids: ["x"]) { cursor } }',
};

const withVariables = {
  'an id list of 9,000': ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(9000).fill('x') }],
  'a query of 90,000 characters': [
    'query ($query: String!) { search(query: $query) { nodes { id } } }',
    { query: 'a '.repeat(45_000) },
  ],
  'a cursor of 90,000 characters': [
    'query ($after: String) { papers(after: $after) { nodes { id } } }',
    { after: 'x'.repeat(90_000) },
  ],
  'a prototype for a variable': [
    'query ($filter: PaperFilter) { papers(filter: $filter) { nodes { id } } }',
    JSON.parse('{"filter": {"constructor": {"prototype": {"isAdmin": true}}}}'),
  ],
};

const bodies = {
  'requests in an array, 500': `[${Array(500).fill('{"query":"{ feedTimeZone }"}').join()}]`,
  'JSON of 40,000 levels': `{"query":"{ feedTimeZone }","variables":${'['.repeat(40_000)}${']'.repeat(40_000)}}`,
  'JSON that ends too early': `{"query":"${'{a'.repeat(20_000)}`,
  'a body of 10 MB': JSON.stringify({ query: 'x'.repeat(10_000_000) }),
  nothing: '',
};

/** What each attack sends as the body of its request. */
export const ATTACKS = Object.entries({
  ...mapValues(documents, (query) => JSON.stringify({ query })),
  ...mapValues(withVariables, ([query, variables]) => JSON.stringify({ query, variables })),
  ...bodies,
}).map(([name, body]) => ({ name, body }));

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

function twice(levels) {
  return levels === 0 ? 'id' : `node(id: "x") { id ... on Paper { submission { ${twicePaper(levels)} } } }`;
}

function twicePaper(levels) {
  const below = levels === 1 ? 'id' : `submission { ${twicePaper(levels - 1)} }`;
  return `paper { ${below} } paper { ${below} }`;
}

function onPaper(next) {
  return `submission { paper { ${next} } }`;
}

function fragments(levels, below) {
  const all = times(levels, (level) => {
    const next = level === levels - 1 ? 'id' : `...F${level + 1}`;
    return `fragment F${level} on Paper { ${below(next)} }`;
  });
  return `{ papers(first: 1) { nodes { ...F0 } } } ${all}`;
}
