import { Field, InputType, registerEnumType } from 'type-graphql';
import { OrderDirection } from '../paging/order-direction';

export enum CommentOrderField {
  CREATED_AT = 'CREATED_AT',
  UPVOTES = 'UPVOTES',
}

registerEnumType(CommentOrderField, {
  name: 'CommentOrderField',
  description: 'What comments can be ordered by.',
  valuesConfig: {
    CREATED_AT: { description: 'When they were written.' },
    UPVOTES: {
      description:
        'How many people upvoted them, and then when they were written. Votes move it under the reader: between two pages a comment may come again or be missed.',
    },
  },
});

@InputType({ description: 'An order of comments: of siblings, where a thread is read as a whole.' })
export class CommentOrder {
  @Field(() => CommentOrderField, { description: 'What to order by.' })
  field!: CommentOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Which end comes first.' })
  direction!: OrderDirection;
}
