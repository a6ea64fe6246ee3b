import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { retryConflicts } from '../db/retry';
import type { Context } from '../graphql/context';
import { defineOwnLoader, forgetLoaded } from '../graphql/loader';
import { rowKeyOf } from '../graphql/node';
import { MutationInput, Payload, payloadOf } from '../graphql/payload';
import { notFound } from '../graphql/user-error';
import { requireScope } from '../graphql/viewer';
import { CreatingMutationInput } from '../idempotency/creating-mutation.inputs';
import { performOnce } from '../idempotency/perform-once';
import { PaperLink, PaperLinkKind } from '../papers/paper-link.entity';
import { linkById } from '../papers/paper-parts.resolver';
import { Paper } from '../papers/paper.entity';
import { paperById } from '../papers/paper.loaders';
import { addPaperLink, removePaperLink } from './edit-links.service';
import { papersToLinkFrom } from './link-editor.query';

@InputType({ description: 'A link to add to a paper.' })
class AddPaperLinkInput extends CreatingMutationInput {
  @Field(() => ID, { description: 'The id of the paper.' })
  paperId!: string;

  @Field({
    description:
      'The address: `http` or `https`, of a public host, without a user name or password, at most 2000 characters. Tracking parameters and the place within the page are left off.',
  })
  url!: string;

  @Field(() => PaperLinkKind, {
    nullable: true,
    description:
      'What it leads to. Told from the address without it: repositories are CODE, the model hub MODEL or DATASET, Kaggle and Zenodo DATASET, video sites VIDEO, all else PROJECT.',
  })
  kind?: PaperLinkKind | null;
}

@InputType({ description: 'Which link to remove.' })
class RemovePaperLinkInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the link.' })
  linkId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What came of adding a link.' })
class AddPaperLinkPayload extends Payload {
  @Field(() => PaperLink, {
    nullable: true,
    description:
      'The link, which may be one that the paper had before, as it was; null where it was refused, and where it was removed since, when the mutation is sent again.',
  })
  link: PaperLink | null = null;

  @Field(() => Paper, { nullable: true, description: 'The paper with its links; null where it was refused.' })
  paper: Paper | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of removing a link.' })
class RemovePaperLinkPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The id of the link that is gone; null where it was refused.' })
  deletedId: string | null = null;

  @Field(() => Paper, { nullable: true, description: 'The paper with its links; null where it was refused.' })
  paper: Paper | null = null;
}

const WHO =
  'For whoever submitted the paper to the edition that lists it and for verified authors, with the scope `write`, and for moderators with the scope `moderate`; to others `FORBIDDEN`.';

const viewerMayEditLinks = defineOwnLoader<number, boolean>(async ({ database, viewer }, paperIds) => {
  const papers = viewer ? await papersToLinkFrom(database.pool, viewer, paperIds) : new Set();
  return paperIds.map((id) => papers.has(id));
});

@Resolver(() => Paper)
export class LinkMutationsResolver {
  @Mutation(() => AddPaperLinkPayload, {
    nullable: true,
    description: `Adds a link to a paper, which may have 20. An address that is there already changes nothing and gives that link back. ${WHO}`,
  })
  async addPaperLink(
    @Arg('input', () => AddPaperLinkInput, { description: 'What to add.' }) input: AddPaperLinkInput,
    @Ctx() context: Context,
  ): Promise<AddPaperLinkPayload> {
    const viewer = requireScope(context.viewer, 'write');
    return performOnce(AddPaperLinkPayload, input, context, {
      viewer,
      async perform(sql) {
        const paperId = rowKeyOf('Paper', input.paperId);
        const { url, kind } = input;
        const link = paperId === null ? null : await addPaperLink(sql, viewer, { paperId, url, kind });
        if (paperId === null || link === null) throw notFound('paperId', 'paper', input.paperId);
        return { made: { link, paper: paperId } };
      },
      async answer({ link, paper }) {
        return { link: await linkById(context).load(link), paper: await paperById(context).load(paper) };
      },
    });
  }

  @Mutation(() => RemovePaperLinkPayload, {
    nullable: true,
    description: `Removes a link of a paper, whoever added it. One that a source names stays away too, until a person adds it again. ${WHO}`,
  })
  removePaperLink(
    @Arg('input', () => RemovePaperLinkInput, { description: 'Which one.' }) input: RemovePaperLinkInput,
    @Ctx() context: Context,
  ): Promise<RemovePaperLinkPayload> {
    return payloadOf(RemovePaperLinkPayload, input, async () => {
      const viewer = requireScope(context.viewer, 'write');
      const linkId = rowKeyOf('PaperLink', input.linkId);
      const paperId =
        linkId &&
        (await retryConflicts(() => context.database.transaction((sql) => removePaperLink(sql, viewer, linkId))));
      if (paperId === null) throw notFound('linkId', 'link', input.linkId);
      forgetLoaded(context);
      return { deletedId: input.linkId, paper: await paperById(context).load(paperId) };
    });
  }

  @FieldResolver(() => Boolean, {
    description: `Whether the person who asks may add and remove links of this paper; false for nobody.`,
  })
  async viewerCanEditLinks(@Root() paper: Paper, @Ctx() context: Context): Promise<boolean> {
    return (await viewerMayEditLinks(context).load(paper.rowId)) === true;
  }
}
