import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { CountsAs } from '../graphql/charges';
import type { Context } from '../graphql/context';
import { forgetLoaded } from '../graphql/loader';
import { rowKeyOf } from '../graphql/node';
import { MutationInput, Payload, payloadOf } from '../graphql/payload';
import { notFound } from '../graphql/user-error';
import { requireScope } from '../graphql/viewer';
import { paperDetail } from '../papers/paper-columns';
import { Paper } from '../papers/paper.entity';
import { paperById } from '../papers/paper.loaders';
import { castTogether, withdrawTogether } from './write-votes.service';

@InputType({ description: 'Which paper to upvote.' })
class UpvotePaperInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the paper.' })
  paperId!: string;
}

@InputType({ description: 'Which upvote to take back.' })
class RemovePaperUpvoteInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the paper.' })
  paperId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What came of an upvote.' })
class UpvotePaperPayload extends Payload {
  @Field(() => Paper, { nullable: true, description: 'The paper with its new count; null where the vote was refused.' })
  paper: Paper | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of taking an upvote back.' })
class RemovePaperUpvotePayload extends Payload {
  @Field(() => Paper, {
    nullable: true,
    description: 'The paper with its new count; null where the request was refused.',
  })
  paper: Paper | null = null;
}

@Resolver()
export class UpvoteResolver {
  @CountsAs('votes')
  @Mutation(() => UpvotePaperPayload, {
    nullable: true,
    description:
      'Upvotes a paper as the viewer. A second vote for the same paper changes nothing and succeeds. Needs the scope `vote`.',
  })
  upvotePaper(
    @Arg('input', () => UpvotePaperInput, { description: 'Which paper.' }) input: UpvotePaperInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<UpvotePaperPayload> {
    return payloadOf(UpvotePaperPayload, input, async () => ({
      paper: await votedPaper(context, input.paperId, info, castTogether),
    }));
  }

  @CountsAs('votes')
  @Mutation(() => RemovePaperUpvotePayload, {
    nullable: true,
    description:
      "Takes the viewer's upvote of a paper back. Where there is none, nothing changes and it succeeds. Needs the scope `vote`.",
  })
  removePaperUpvote(
    @Arg('input', () => RemovePaperUpvoteInput, { description: 'Which paper.' }) input: RemovePaperUpvoteInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RemovePaperUpvotePayload> {
    return payloadOf(RemovePaperUpvotePayload, input, async () => ({
      paper: await votedPaper(context, input.paperId, info, withdrawTogether),
    }));
  }
}

async function votedPaper(
  context: Context,
  paperId: string,
  info: GraphQLResolveInfo,
  write: typeof castTogether,
): Promise<Paper> {
  const { userId } = requireScope(context.viewer, 'vote');
  const { confirmation } = context;
  const key = rowKeyOf('Paper', paperId);
  const vote = { userId, bearer: confirmation?.bearer, detail: paperDetail(info) };
  const changed = key && (await write(context.database, { paperId: key, ...vote }));
  confirmation?.settle(changed !== null);
  forgetLoaded(context);
  // Where no vote was written, somebody else may have voted just now: only a statement that begins after that sees it.
  const paper = changed ?? (key && (await paperById(context).load(key)));
  if (paper) return paper;
  throw notFound('paperId', 'paper', paperId);
}
