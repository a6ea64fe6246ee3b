import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let ada: string;
beforeEach(async () => {
  server = await startTestServer();
  ada = await server.signUp('ada', ['write']);
  await server.signUp('bo');
});
afterEach(() => server.close());

interface Updated {
  updateProfile: {
    user: { handle: string; name: string; avatarUrl: string | null } | null;
    userErrors: { code: string; message: string; path: string[] }[];
  } | null;
}

const UPDATE = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { user { handle name avatarUrl } userErrors { code message path } }
}`;

const update = async (input: object) => (await server.data<Updated>(UPDATE, { input }, ada)).updateProfile;

async function changes(): Promise<string[]> {
  const { rows } = await server.database.pool.query<{ text: string }>(
    `select kind || ' ' || subject_type || ' ' || subject_id as text from changes order by id`,
  );
  return rows.map(({ text }) => text);
}

const PICTURE = 'https://pictures.example/ada.png';

describe('updateProfile', () => {
  it('changes what is given and leaves what is left out', async () => {
    const steps: [object, object][] = [
      [{ name: '  Ada \n Lovelace ' }, { handle: 'ada', name: 'Ada Lovelace', avatarUrl: null }],
      [{ avatarUrl: PICTURE }, { handle: 'ada', name: 'Ada Lovelace', avatarUrl: PICTURE }],
      [{ handle: 'Countess' }, { handle: 'countess', name: 'Ada Lovelace', avatarUrl: PICTURE }],
      [{ avatarUrl: null }, { handle: 'countess', name: 'Ada Lovelace', avatarUrl: null }],
    ];
    for (const [input, user] of steps) expect(await update(input)).toEqual({ user, userErrors: [] });
    expect(await changes()).toEqual(Array(4).fill('USER_CHANGED User 1'));
    expect(await server.data('{ user(handle: "countess") { name } old: user(handle: "ada") { name } }')).toEqual({
      user: { name: 'Ada Lovelace' },
      old: null,
    });
  });

  it('records nothing where nothing changes', async () => {
    const user = { handle: 'ada', name: 'ada', avatarUrl: null };
    for (const input of [{}, { name: 'ada', handle: 'ada', avatarUrl: null }]) {
      expect(await update(input)).toEqual({ user, userErrors: [] });
    }
    expect(await changes()).toEqual([]);
  });

  it('takes a name of a hundred characters, whatever bytes they are, and pictures of any path', async () => {
    const name = '🧮'.repeat(100);
    expect(await update({ name })).toMatchObject({ user: { name } });
    const avatarUrl = `https://pictures.example/${'x'.repeat(2000 - 25)}`;
    expect(await update({ avatarUrl })).toMatchObject({ user: { avatarUrl } });
  });

  it.each([
    ['name', '', /"" cannot be a name; it takes 1 to 100 printable characters/],
    ['name', '  ', /cannot be a name/],
    ['name', 'x'.repeat(101), /cannot be a name/],
    ['name', 'a\u202Eb', /cannot be a name/],
    ['avatarUrl', 'http://pictures.example/ada.png', /"http:\/\/.*" cannot be the address of a picture; it takes/],
    ['avatarUrl', '', /cannot be the address/],
    ['avatarUrl', 'javascript:alert(1)', /cannot be the address/],
    ['avatarUrl', 'https://me:secret@pictures.example/', /cannot be the address/],
    ['avatarUrl', 'https://', /cannot be the address/],
    ['avatarUrl', ` ${PICTURE}`, /cannot be the address/],
    ['avatarUrl', `https://pictures.example/${'x'.repeat(2000 - 24)}`, /cannot be the address/],
    ['handle', 'ada lovelace', /"ada lovelace" cannot be a handle/],
    ['handle', 'x'.repeat(40), /cannot be a handle/],
  ])('refuses the %s %j', async (field, value, message) => {
    expect(await update({ [field]: value })).toEqual({
      user: null,
      userErrors: [
        { code: 'INVALID_VALUE', message: expect.stringMatching(message) as unknown, path: ['input', field] },
      ],
    });
    expect(await changes()).toEqual([]);
  });

  it('refuses the handle of somebody else', async () => {
    expect(await update({ handle: 'Bo', name: 'Bo' })).toEqual({
      user: null,
      userErrors: [
        { code: 'HANDLE_TAKEN', message: 'The handle "bo" is taken; choose another.', path: ['input', 'handle'] },
      ],
    });
    expect(await server.data('{ viewer { name } }', {}, ada)).toEqual({ viewer: { name: 'ada' } });
  });

  it.each(['name', 'handle'])('tells a program that %s cannot be null', async (field) => {
    const { errors } = await server.ask(UPDATE, { input: { [field]: null } }, ada);
    expect(errors?.[0]).toMatchObject({
      message: `"${field}" is null; leave it out to keep what it is.`,
      extensions: { code: 'BAD_USER_INPUT', argument: `input.${field}` },
    });
  });
});
