/** An answer of arXiv's API, in its documented format. */
export function atomAnswer(entries: string[], feed = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <link href="http://arxiv.org/api/query?id_list=2601.00002" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=&amp;id_list=2601.00002</title>
  <id>http://arxiv.org/api/abc</id>
  ${feed || '<updated>2026-01-20T00:00:00-05:00</updated>'}
  ${entries.join('\n')}
</feed>`;
}

export interface AtomPaper {
  arxivId: string;
  title?: string;
  publishedAt?: string;
  more?: string;
}

/** One paper of such an answer. */
export function atomEntry(paper: AtomPaper): string {
  const { arxivId, title = `The paper ${arxivId}`, publishedAt = '2026-01-02T18:00:00Z', more = '' } = paper;
  return `<entry>
    <id>http://arxiv.org/abs/${arxivId}v2</id>
    <updated>2026-01-09T12:00:00Z</updated>
    <published>${publishedAt}</published>
    <title>${title}</title>
    <author><name>Ada Lovelace</name></author>
    ${more}
  </entry>`;
}
