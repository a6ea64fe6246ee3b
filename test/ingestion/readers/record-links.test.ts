import { linksInText, toLink } from '../../../src/ingestion/readers/record-links';

const spelled = (text: string) => linksInText(text).map(({ kind, url }) => `${kind} ${url}`);

describe('linksInText', () => {
  it.each([
    ['Code:https://github.com/ChangPtR/AbdMLLM', ['CODE https://github.com/ChangPtR/AbdMLLM']],
    ['weights at https://github.com/nikita/qwertyAI.', ['CODE https://github.com/nikita/qwertyAI']],
    ['at \\href{https://github.com/Kepler/TEA}{this https URL}', ['CODE https://github.com/Kepler/TEA']],
    ['[https://github.com/a/b/](https://github.com/a/b/). More', ['CODE https://github.com/a/b/']],
    ['at https://github.com/a/b.git and https://github.com/a/b', ['CODE https://github.com/a/b.git']],
    [
      'Code: https://github.com/v/tool Data: https://huggingface.co/datasets/v/bench',
      ['CODE https://github.com/v/tool', 'DATASET https://huggingface.co/datasets/v/bench'],
    ],
    ['weights at https://huggingface.co/ellamind/sui-1-24b', ['MODEL https://huggingface.co/ellamind/sui-1-24b']],
    ['Project page: https://x.github.io/Muses/', ['PROJECT https://x.github.io/Muses/']],
    ['interactive demos at https://goal-force.github.io/', ['PROJECT https://goal-force.github.io/']],
    ['video https://youtu.be/abc', ['VIDEO https://youtu.be/abc']],
  ])('finds in “%s” the links %j', (text, links) => {
    expect(spelled(text)).toEqual(links);
  });

  it.each([
    'Published in BMVC 2025 see: https://bmva-archive.org.uk/bmvc/2025/Paper_709/paper.pdf.',
    'presented at a conference, https://link.springer.com/book/9783032173546',
    'A project page follows. Published at https://example.org/journal',
    `A project${' and more words'.repeat(10)} https://example.org/a`,
    'Project Website: objectforesight.github.io',
    'https://github.com',
    'Code: https://[broken',
    '12 pages, 5 figures',
  ])('finds none in “%s”', (text) => {
    expect(spelled(text)).toEqual([]);
  });
});

describe('toLink', () => {
  it.each([
    ['https://x.github.io/site', 'PROJECT'],
    ['https://huggingface.co/spaces/a/b', 'PROJECT'],
    ['https://huggingface.co/collections/a/b', 'PROJECT'],
    ['https://huggingface.co/a', 'PROJECT'],
    ['https://huggingface.co/a/b', 'MODEL'],
    ['https://huggingface.co/datasets/a/b', 'DATASET'],
    ['https://www.youtube.com/watch?v=1', 'VIDEO'],
    ['https://github.com/a/b', 'CODE'],
  ])('tells that %s is of kind %s', (url, kind) => {
    expect(toLink(url, 'PROJECT')).toEqual({ kind, url });
  });

  it.each(['javascript:alert(1)', 'ftp://example.org/a', 'no address', '', 'https://u:p@example.org/', undefined, 7])(
    'answers null for %j',
    (text) => {
      expect(toLink(text, 'PROJECT')).toBeNull();
    },
  );
});
