import { groupBy } from '../lib/group-by';
import { Ctx, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import { instancesOf, isAnyOf, prepared } from '../db/sql';
import type { Context } from '../graphql/context';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import { User } from '../users/user.entity';
import { userById } from '../users/user.loaders';
import { PaperLink } from './paper-link.entity';
import { PaperSource } from './paper-source.entity';
import { Paper } from './paper.entity';

/** No paper has more links or sources than this: what their lists cost a request. */
const MAX_LINKS = 50;
const MAX_SOURCES = 10;

const LINK_COLUMNS = `link.id as "rowId", link.paper_id as "paperId", link.kind, link.url, link.added_by as "addedById"`;

const LINKS_OF_PAPERS = prepared(`
  select link.* from unnest($1::integer[]) as paper(id)
  cross join lateral (
    select ${LINK_COLUMNS} from paper_links link where link.paper_id = paper.id order by link.id limit ${MAX_LINKS}
  ) link`);

/** One entry a source: its newest report, whatever the format. */
const SOURCES_OF_PAPERS = prepared(`
  select distinct on (paper_id, name) paper_id as "paperId", name, source_id as "sourceId", fetched_at as "fetchedAt"
  from paper_sources where paper_id ${isAnyOf('$1', 'integer')}
  order by paper_id, name, source_id is null, fetched_at desc`);

const LINKS_BY_ID = prepared(`select ${LINK_COLUMNS} from paper_links link where link.id ${isAnyOf('$1', 'integer')}`);

const linksOfPaper = defineLoader<number, PaperLink[]>(async (sql, paperIds) => {
  const links = groupBy(await instancesOf(PaperLink, sql, LINKS_OF_PAPERS, [paperIds]), (link) => link.paperId);
  return paperIds.map((id) => links.get(id) ?? []);
});

const sourcesOfPaper = defineLoader<number, PaperSource[]>(async (sql, paperIds) => {
  const rows = await instancesOf(PaperSource, sql, SOURCES_OF_PAPERS, [paperIds]);
  const sources = groupBy(rows, (source) => source.paperId);
  return paperIds.map((id) => sources.get(id) ?? []);
});

export const linkById = defineLoader<number, PaperLink>(async (sql, ids) => {
  return inOrderOf(ids, await instancesOf(PaperLink, sql, LINKS_BY_ID, [ids]), (link) => link.rowId);
});

defineRowNode('PaperLink', (context, key) => linkById(context).load(key));

@Resolver(() => Paper)
export class PaperPartsResolver {
  @FieldResolver(() => [PaperLink], {
    description: `Links to code, a project page, models, data and videos; at most ${MAX_LINKS}.`,
  })
  @Extensions({ listSize: MAX_LINKS })
  async links(@Root() paper: Paper, @Ctx() context: Context): Promise<PaperLink[]> {
    return (await linksOfPaper(context).load(paper.rowId)) ?? [];
  }

  @FieldResolver(() => [PaperSource], {
    description: 'The sources that this paper was put together from; empty for none.',
  })
  @Extensions({ listSize: MAX_SOURCES })
  async sources(@Root() paper: Paper, @Ctx() context: Context): Promise<PaperSource[]> {
    return (await sourcesOfPaper(context).load(paper.rowId)) ?? [];
  }
}

@Resolver(() => PaperLink)
export class PaperLinkResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who added it; null where a source named it, or the person is gone.',
  })
  addedBy(@Root() link: PaperLink, @Ctx() context: Context): Promise<User | null> | null {
    return link.addedById === null ? null : userById(context).load(link.addedById);
  }
}
