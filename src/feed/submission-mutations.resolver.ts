import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { CountsAs } from '../graphql/charges';
import type { Context } from '../graphql/context';
import { forgetLoaded } from '../graphql/loader';
import { nodeId, rowKeyOf } from '../graphql/node';
import { Payload, payloadOf } from '../graphql/payload';
import { notFound } from '../graphql/user-error';
import { requireScope } from '../graphql/viewer';
import { performOnce } from '../idempotency/perform-once';
import { today } from '../lib/today';
import { Edition } from './edition';
import { editionOf } from './edition.loaders';
import { parsePaperReference } from './paper-reference';
import { Submission } from './submission.entity';
import { submissionById } from './submission.loaders';
import { RemoveSubmissionInput, SubmitPaperInput, WithdrawSubmissionInput } from './submission-mutations.inputs';
import { soundNote } from './submission-note';
import { submitPaper } from './submit-paper.service';
import { removeSubmission, withdrawSubmission } from './take-off.service';

@ObjectType({ simpleResolvers: true, description: 'What came of submitting a paper.' })
class SubmitPaperPayload extends Payload {
  @Field(() => Submission, {
    nullable: true,
    description:
      'The submission; the first one where the paper was submitted or listed before. Null where it was refused, and where it is gone when the mutation is sent again.',
  })
  submission: Submission | null = null;

  @Field(() => Edition, { nullable: true, description: 'The edition of that submission; null where that is null.' })
  edition: Edition | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the paper was submitted or listed before: `submission` is the first one then, perhaps by somebody else and of another day, and nothing was changed. Null where it was refused.',
  })
  wasSubmittedBefore: boolean | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of withdrawing a submission.' })
class WithdrawSubmissionPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The id of the submission that is gone; null where it was refused.' })
  deletedId: string | null = null;

  @Field(() => Edition, { nullable: true, description: 'The edition that it was on; null where it was refused.' })
  edition: Edition | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of taking a submission off its edition.' })
class RemoveSubmissionPayload extends Payload {
  @Field(() => Submission, { nullable: true, description: 'The rejected submission; null where it was refused.' })
  submission: Submission | null = null;

  @Field(() => Edition, { nullable: true, description: 'The edition that it was on; null where it was refused.' })
  edition: Edition | null = null;
}

@Resolver()
export class SubmissionMutationsResolver {
  @CountsAs('submissions')
  @Mutation(() => SubmitPaperPayload, {
    nullable: true,
    description:
      'Puts a paper on the edition of today, in the time zone of the feed. One that is here is `LISTED` at once; another one is `PENDING` until its metadata came from arXiv, and ends as `LISTED` on the edition of the day on which it was submitted, or as `REJECTED`. A paper is listed once: where it was before, that submission is the answer, and nothing is changed. Limited in number a day (`LIMIT_REACHED`) and in the age of papers (`PAPER_TOO_OLD`). Needs the scope `write`.',
  })
  submitPaper(
    @Arg('input', () => SubmitPaperInput, { description: 'Which paper, and why.' }) input: SubmitPaperInput,
    @Ctx() context: Context,
  ): Promise<SubmitPaperPayload> {
    const viewer = requireScope(context.viewer, 'write');
    const { submissionRules: rules, publicUrl, feedTimeZone } = context;
    return performOnce(SubmitPaperPayload, input, context, {
      viewer,
      perform: async (sql) => {
        const reference = parsePaperReference(input.paper, publicUrl);
        const note = soundNote(input.note ?? '');
        const wanted = { userId: viewer.userId, reference, note, day: today(feedTimeZone), rules };
        const { submissionId, isEarlier } = await submitPaper(sql, wanted);
        return { made: { submission: submissionId, isEarlier: Number(isEarlier) } };
      },
      answer: async ({ submission, isEarlier }) => ({
        ...(await submissionAndEdition(context, submission)),
        wasSubmittedBefore: isEarlier === 1,
      }),
    });
  }

  @Mutation(() => WithdrawSubmissionPayload, {
    nullable: true,
    description:
      "Takes a submission of the viewer's own back, on its own day and unless it was rejected: it is gone, the edition loses the paper, and the paper stays with its votes and comments. It still counts for the submissions of the day. Needs the scope `write`.",
  })
  withdrawSubmission(
    @Arg('input', () => WithdrawSubmissionInput, { description: 'Which submission.' }) input: WithdrawSubmissionInput,
    @Ctx() context: Context,
  ): Promise<WithdrawSubmissionPayload> {
    return payloadOf(WithdrawSubmissionPayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'write');
      const key = rowKeyOf('Submission', input.submissionId);
      const day = today(context.feedTimeZone);
      const gone = key === null ? null : await withdrawSubmission(context.database, key, { userId, day });
      if (!gone) throw notFound('submissionId', 'submission', input.submissionId);
      forgetLoaded(context);
      return { deletedId: nodeId('Submission', gone.rowId), edition: await editionOf(context, gone.editionDate) };
    });
  }

  @Mutation(() => RemoveSubmissionPayload, {
    nullable: true,
    description:
      'Rejects a submission, or what a source listed, as a moderator: the edition loses the paper, which stays here and is not listed again. Needs the scope `moderate` and the role of a moderator.',
  })
  removeSubmission(
    @Arg('input', () => RemoveSubmissionInput, { description: 'Which submission, and why.' })
    input: RemoveSubmissionInput,
    @Ctx() context: Context,
  ): Promise<RemoveSubmissionPayload> {
    return payloadOf(RemoveSubmissionPayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'moderate');
      const key = rowKeyOf('Submission', input.submissionId);
      const { reason } = input;
      const removed = key === null ? null : await removeSubmission(context.database, key, { userId, reason });
      if (!removed) throw notFound('submissionId', 'submission', input.submissionId);
      forgetLoaded(context);
      return submissionAndEdition(context, removed.rowId);
    });
  }
}

async function submissionAndEdition(context: Context, key: number) {
  const submission = await submissionById(context).load(key);
  return { submission, edition: submission && (await editionOf(context, submission.editionDate)) };
}
