import { Field, InputType, registerEnumType } from 'type-graphql';
import { OrderDirection } from '../paging/order-direction';

export enum CommentOrderField {
  CREATED_AT = 'CREATED_AT',
}

registerEnumType(CommentOrderField, {
  name: 'CommentOrderField',
  description: 'What comments can be ordered by.',
  valuesConfig: { CREATED_AT: { description: 'When they were written.' } },
});

@InputType({ description: 'An order of comments: of siblings, where a thread is read as a whole.' })
export class CommentOrder {
  @Field(() => CommentOrderField, { description: 'What to order by.' })
  field!: CommentOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Which end comes first.' })
  direction!: OrderDirection;
}
