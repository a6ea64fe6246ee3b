import { nodeId } from '../../src/graphql/node';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';
import { answerTo } from './comment-client';

let server: TestServer;
let ada: string;
let paperId: string;
beforeEach(async () => {
  server = await startTestServer();
  ada = await server.signUp('ada', ['write']);
  const fixtures = new Fixtures(server.database);
  await fixtures.users(['bo', 'cy']);
  const [paper = 0] = await fixtures.papers([{}]);
  paperId = nodeId('Paper', paper);
});
afterEach(() => server.close());

const say = async (body: string) => (await answerTo(server, 'addComment', { paperId, body }, ada)).comment?.id ?? '';
const mentionsOf = async (id: string) => {
  const query = `{ node(id: "${id}") { ... on Comment { mentions { handle } } } }`;
  const { node } = await server.data<{ node: { mentions: { handle: string }[] } }>(query);
  return node.mentions.map(({ handle }) => handle);
};

describe('Comment.mentions', () => {
  it('are the people whose handles stand in the text, in its order', async () => {
    expect(await mentionsOf(await say('@cy, @nobody-here and @Bo: as @cy said, `@ada`.'))).toEqual(['cy', 'bo']);
  });

  it('are those of the text as it was edited last', async () => {
    const id = await say('@cy');
    await answerTo(server, 'editComment', { commentId: id, body: '@bo and @ada' }, ada);
    expect(await mentionsOf(id)).toEqual(['bo', 'ada']);
  });

  it('stay with a person who takes another handle', async () => {
    const id = await say('@cy');
    await server.database.pool.query(`update users set handle = 'cyrus' where handle = 'cy'`);
    expect(await mentionsOf(id)).toEqual(['cyrus']);
  });
});

describe('Comment.bodyHtml', () => {
  const htmlOf = async (id: string) =>
    (await server.data<{ node: { bodyHtml: string } }>(`{ node(id: "${id}") { ... on Comment { bodyHtml } } }`)).node
      .bodyHtml;

  it('is what was made when the comment was written', async () => {
    const id = await say('*So.*');
    await server.database.pool.query(`update comments set body_html = '<p>Kept.</p>'`);
    expect(await htmlOf(id)).toBe('<p>Kept.</p>');
  });

  it.each(['html_version = 0', 'html_version = null, body_html = null'])('is made anew where %s', async (older) => {
    const id = await say('*So.*');
    await server.database.pool.query(
      `update comments set body_html = '<p>Old.</p>', ${older.replace(', body_html = null', '')}`,
    );
    expect(await htmlOf(id)).toBe('<p><em>So.</em></p>\n');
  });
});
