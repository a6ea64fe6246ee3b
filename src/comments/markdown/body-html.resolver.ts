import { setImmediate } from 'node:timers/promises';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { isAnyOf, prepared, rowsOf } from '../../db/sql';
import type { Context } from '../../graphql/context';
import { defineOwnLoader } from '../../graphql/loader';
import { Comment } from '../comment.entity';
import { HTML_VERSION, renderMarkdown } from './markdown';

interface HtmlRow {
  id: number;
  html: string | null;
  /** Where the HTML is not of this version. */
  body: string;
}

const HTML = prepared(`
  select id, case when html_version = ${HTML_VERSION} then body_html end as html,
    case when html_version is distinct from ${HTML_VERSION} then body end as body
  from comments where id ${isAnyOf('$1', 'integer')} and state = 'VISIBLE'`);

const htmlOfComment = defineOwnLoader<number, string>(async ({ database }, ids) => {
  const rows = await rowsOf<HtmlRow>(database.pool, HTML, [ids]);
  const htmlById = new Map<number, string>();
  for (const row of rows) htmlById.set(row.id, row.html ?? (await renderLater(row.body)));
  return ids.map((id) => htmlById.get(id) ?? null);
});

/** A hundred long texts take a second: other requests come in between. */
async function renderLater(body: string): Promise<string> {
  await setImmediate();
  return renderMarkdown(body).html;
}

@Resolver(() => Comment)
export class CommentHtmlResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The text as HTML that is safe to show as it is: paragraphs, headings, emphasis, lists, quotes, code, tables, and links to http, https and mailto with `rel="nofollow noopener noreferrer"`. Pictures are links, HTML in the text shows as text. Null for one that is deleted or hidden.',
  })
  bodyHtml(@Root() comment: Comment, @Ctx() context: Context): Promise<string | null> {
    return htmlOfComment(context).load(comment.rowId);
  }
}
