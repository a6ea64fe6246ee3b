import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { ChangeKind } from '../changes/record-change';
import type { StoredChange } from '../changes/read-stretch.query';
import type { Context } from '../graphql/context';
import { loadNode, Node, nodeId } from '../graphql/node';
import { DateTime } from '../graphql/scalars';
import { Paper } from '../papers/paper.entity';
import { paperById } from '../papers/paper.loaders';
import { userById } from '../users/user.loaders';
import { User } from '../users/user.entity';
import { ChangeKinds } from './change-kind';

@ObjectType({
  simpleResolvers: true,
  description: 'One fact that was committed. It never changes; what it is about is shown as it is now.',
})
export class Change {
  constructor(private readonly stored: StoredChange) {}

  @Field(() => ChangeKinds, { description: 'What happened.' })
  get kind(): ChangeKind {
    return this.stored.kind;
  }

  @Field(() => DateTime, {
    description:
      'When, by the clock of the database at the beginning of what was committed. It may lie before that of an earlier change: the order is that of the stream.',
  })
  get occurredAt(): Date {
    return this.stored.occurredAt;
  }

  @Field(() => ID, { description: 'The id of what it is about, also where that is gone.' })
  get subjectId(): string {
    const { subjectType, subjectKey } = this.stored;
    return nodeId(subjectType, subjectKey);
  }

  @Field(() => User, {
    nullable: true,
    description: 'Who did it; null where that was a source of metadata, or somebody who left.',
  })
  actor(@Ctx() context: Context): Promise<User | null> | null {
    const { actorId } = this.stored;
    return actorId === null ? null : userById(context).load(actorId);
  }

  @Field(() => Node, { nullable: true, description: 'What it is about, as it is now; null where that is gone.' })
  subject(@Ctx() context: Context): Promise<object | null> {
    return loadNode(context, this.subjectId);
  }

  @Field(() => Paper, {
    nullable: true,
    description:
      'The paper that it concerns, such as that of a comment, as it is now; null where there is none, or that is gone.',
  })
  paper(@Ctx() context: Context): Promise<Paper | null> | null {
    const { paperId } = this.stored;
    return paperId === null ? null : paperById(context).load(paperId);
  }

  @Field(() => Node, {
    nullable: true,
    description: 'What the subject became part of, as that is now; null unless two things turned out to be one.',
  })
  mergedInto(@Ctx() context: Context): Promise<object | null> | null {
    const { subjectType, mergedInto } = this.stored;
    return mergedInto === null ? null : loadNode(context, nodeId(subjectType, mergedInto));
  }
}
