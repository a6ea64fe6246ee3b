import { linkKindOf } from '../../src/lib/link-kind';

describe('linkKindOf', () => {
  it.each([
    ['https://github.com/a/b', 'CODE'],
    ['https://www.github.com/a/b', 'CODE'],
    ['https://gist.github.com/a/1', 'CODE'],
    ['https://gitlab.com/a/b', 'CODE'],
    ['https://codeberg.org/a/b', 'CODE'],
    ['https://bitbucket.org/a/b', 'CODE'],
    ['https://huggingface.co/datasets/a/b', 'DATASET'],
    ['https://www.kaggle.com/datasets/a/b', 'DATASET'],
    ['https://zenodo.org/records/123', 'DATASET'],
    ['https://huggingface.co/a/b', 'MODEL'],
    ['https://hf.co/a/b', 'MODEL'],
    ['https://www.youtube.com/watch?v=1', 'VIDEO'],
    ['https://youtu.be/1', 'VIDEO'],
    ['https://vimeo.com/1', 'VIDEO'],
    ['https://www.bilibili.com/video/BV1', 'VIDEO'],
    ['https://github.com', null],
    ['https://a.github.io/b', null],
    ['https://huggingface.co/spaces/a/b', null],
    ['https://huggingface.co/a', null],
    ['https://www.kaggle.com/code/a/b', null],
    ['https://github.com.example.org/a/b', null],
    ['https://example.org/github.com/a', null],
  ])('takes %s for %s', (url, kind) => {
    expect(linkKindOf(new URL(url))).toBe(kind);
  });
});
