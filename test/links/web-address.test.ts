import { canonicalAddress } from '../../src/links/web-address';

describe('canonicalAddress', () => {
  it.each([
    [' HTTPS://GitHub.com/A/B ', 'https://github.com/A/B'],
    ['https://github.com/a/b.git', 'https://github.com/a/b'],
    ['https://github.com/a/b/', 'https://github.com/a/b'],
    ['https://github.com/a/b#readme', 'https://github.com/a/b'],
    ['https://example.org/a/', 'https://example.org/a/'],
    ['https://example.org', 'https://example.org/'],
    ['http://example.org:80/a', 'http://example.org/a'],
    ['https://example.org:8080/a', 'https://example.org:8080/a'],
    ['https://example.org/#/papers/1', 'https://example.org/#/papers/1'],
    ['https://example.org/#!/papers/1', 'https://example.org/#!/papers/1'],
    ['https://example.org/?utm_source=x&id=1&fbclid=y', 'https://example.org/?id=1'],
    ['https://example.org/?utm_source=x', 'https://example.org/'],
    ['https://example.org/?q=a%20b&si=1', 'https://example.org/?q=a%20b&si=1'],
    ['https://youtu.be/abc?si=xyz&t=3', 'https://youtu.be/abc?t=3'],
    ['https://www.bilibili.com/video/BV1?vd_source=x', 'https://www.bilibili.com/video/BV1'],
    ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
  ])('spells %s as %s', (text, url) => {
    expect(canonicalAddress(text)?.href).toBe(url);
  });

  it.each([
    ...[
      '',
      'no address',
      'example.org',
      'javascript:alert(1)',
      'ftp://example.org/',
      'data:text/plain,a',
      '//example.org/',
    ],
    ...[
      'https://u:p@example.org/',
      'https://u@example.org/',
      'http://localhost/',
      'http://127.0.0.1/',
      'http://[::1]/',
    ],
    ...['https://2130706433/', `https://example.org/${'a'.repeat(2000)}`, `https://example.org/${'ä'.repeat(400)}`],
  ])('takes no %j', (text) => {
    expect(canonicalAddress(text)).toBeNull();
  });
});
