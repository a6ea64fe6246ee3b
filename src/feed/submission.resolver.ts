import { Args, Ctx, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { connectionOf, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { PageArguments } from '../graphql/page';
import { hasScope } from '../graphql/viewer';
import { defineRelationField } from '../paging/relation-field';
import { Paper } from '../papers/paper.entity';
import { paperById } from '../papers/paper.loaders';
import { User } from '../users/user.entity';
import { userById } from '../users/user.loaders';
import { Edition } from './edition';
import { editionOf } from './edition.loaders';
import { Submission, SubmissionState } from './submission.entity';
import { SUBMISSION_COLUMNS, submissionOfPaper } from './submission.loaders';

@ObjectType({ simpleResolvers: true, description: 'A submission by a person.' })
export class UserSubmissionEdge extends edgeOf(Submission, 'The submission.') {}

@ObjectType({ simpleResolvers: true, description: 'The submissions of a person, newest first.' })
export class UserSubmissionConnection extends connectionOf(UserSubmissionEdge, Submission) {}

const submissionsOfUser = defineRelationField<Submission, UserSubmissionEdge>({
  name: 'User.submissions',
  relation: {
    of: Submission,
    select: SUBMISSION_COLUMNS,
    from: 'submissions listed',
    parent: 'listed.submitted_by',
    parentType: 'integer',
    keyset: { keys: [{ sql: 'listed.id', type: 'integer' }], direction: 'DESC' },
  },
  sortValuesOf: (row) => [row.rowId],
  edgeOf: (row, cursor) => new UserSubmissionEdge(row, ...cursor),
});

@Resolver(() => Submission)
export class SubmissionResolver {
  @FieldResolver(() => Paper, {
    nullable: true,
    description: 'The paper; null while it is being fetched, and for a rejected one that never was.',
  })
  paper(@Root() submission: Submission, @Ctx() context: Context): Promise<Paper | null> | null {
    return submission.paperId === null ? null : paperById(context).load(submission.paperId);
  }

  @FieldResolver(() => Edition, {
    nullable: true,
    description: 'The edition of the day of submission; null where that day is still to come.',
  })
  edition(@Root() submission: Submission, @Ctx() context: Context): Promise<Edition | null> {
    return editionOf(context, submission.editionDate);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why the submitter thinks it worth reading, at most 1000 characters; null where nothing was said. That of a rejected submission is for its submitter and for moderators: null to everybody else.',
  })
  note(@Root() { note, state, submittedById }: Submission, @Ctx() { viewer }: Context): string | null {
    const isShown =
      state !== SubmissionState.REJECTED ||
      (viewer !== null && viewer.userId === submittedById) ||
      hasScope(viewer, 'moderate');
    return isShown ? note : null;
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who submitted it; null where a source did, or the person is gone.',
  })
  submittedBy(@Root() submission: Submission, @Ctx() context: Context): Promise<User | null> | null {
    return submission.submittedById === null ? null : userById(context).load(submission.submittedById);
  }
}

@Resolver(() => Paper)
export class PaperSubmissionResolver {
  @FieldResolver(() => Submission, {
    nullable: true,
    description: 'What put the paper on its edition; null for one that no edition lists.',
  })
  submission(@Root() paper: Paper, @Ctx() context: Context): Promise<Submission | null> {
    return submissionOfPaper(context).load(paper.rowId);
  }
}

@Resolver(() => User)
export class UserSubmissionsResolver {
  @FieldResolver(() => UserSubmissionConnection, {
    description: 'What this person submitted, newest first; 20 a page, at most 100.',
  })
  async submissions(
    @Root() user: User,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<UserSubmissionConnection> {
    const page = await submissionsOfUser(context, user.rowId, args);
    return new UserSubmissionConnection(page, () => ({ count: user.submissionCount }));
  }
}
