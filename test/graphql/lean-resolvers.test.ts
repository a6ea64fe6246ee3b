import 'reflect-metadata';
import { graphql, type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  buildSchemaSync,
  Ctx,
  Field,
  FieldResolver,
  Info,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { callLeanly } from '../../src/lean-resolvers';

@ObjectType()
class Thing {
  @Field()
  name!: string;
}

@ArgsType()
class PageOfThings {
  @Field(() => Int, { nullable: true })
  first?: number;

  @Field(() => Int, { nullable: true })
  last?: number | null;
}

@InputType()
class ThingOrder {
  @Field()
  by!: string;
}

@ArgsType()
class OrderedPage extends PageOfThings {
  @Field(() => ThingOrder, { nullable: true })
  order?: ThingOrder;
}

@ArgsType()
class NamedPage extends PageOfThings {
  @Field(() => [String], { nullable: true })
  names?: string[];
}

/** What a method was given, as a text, whatever the order of its properties. */
const told = (...values: unknown[]) => values.map(toldOf).join(' ');

function toldOf(value: unknown): string {
  const properties = typeof value === 'object' && value !== null ? Object.entries(value).sort() : value;
  return `${value?.constructor.name} ${JSON.stringify(properties)}`;
}

@Resolver(() => Thing)
class ThingResolver {
  @Query(() => Thing)
  thing(@Arg('isPlain', { defaultValue: false }) isPlain: boolean): Thing {
    const thing = isPlain ? {} : new Thing();
    return Object.assign(thing, { name: 'a thing' });
  }

  @FieldResolver(() => String)
  page(@Ctx() context: object, @Args(() => NamedPage) args: NamedPage, @Root() thing: Thing): string {
    return told(thing, args, context, args instanceof PageOfThings);
  }

  @FieldResolver(() => String)
  ordered(@Args(() => OrderedPage) args: OrderedPage): string {
    return told(args, args.order);
  }

  @FieldResolver(() => String)
  word(@Info() info: GraphQLResolveInfo, @Arg('word', () => String, { nullable: true }) word?: string | null): string {
    return told(info.fieldName, word, this instanceof ThingResolver);
  }

  @FieldResolver(() => String)
  order(@Arg('order', () => ThingOrder) order: ThingOrder): string {
    return told(order);
  }

  @FieldResolver(() => String)
  failing(@Root() thing: Thing): string {
    throw new Error(`${thing.name} fails`);
  }
}

const build = () => buildSchemaSync({ resolvers: [ThingResolver], validate: false, skipCheck: true });
const [usual, lean] = [build(), callLeanly(build())];

function answerOf(schema: GraphQLSchema, source: string) {
  return graphql({ schema, source, contextValue: { who: 'ada' } });
}

/** Whether a field answers at once; type-graphql makes promises of all that have arguments. */
function isLean(field: string): boolean {
  const type = lean.getType('Thing');
  if (!isObjectType(type)) throw new Error('There is no such type.');
  const resolve = type.getFields()[field]!.resolve!;
  const info = { fieldName: field } as GraphQLResolveInfo;
  return typeof resolve(new Thing(), { order: { by: 'name' } }, {}, info) === 'string';
}

describe('fields whose methods are called leanly', () => {
  it('are those whose arguments hold no input objects', () => {
    expect(['page', 'word', 'ordered', 'order'].map(isLean)).toEqual([true, true, false, false]);
  });

  it.each([
    ['arguments of a class', 'page(first: 3, names: ["a", "b"])'],
    ['arguments that are null, or left out', 'page(last: null)'],
    ['no arguments', 'page'],
    ['an argument', 'word(word: "text")'],
    ['an argument that is null', 'word(word: null)'],
    ['an argument that is left out', 'word'],
  ])('are given what type-graphql gives: %s', async (_what, field) => {
    for (const isPlain of [false, true]) {
      const source = `{ thing(isPlain: ${isPlain}) { ${field} } }`;
      const [expected, received] = await Promise.all([usual, lean].map((schema) => answerOf(schema, source)));
      expect(expected?.errors).toBeUndefined();
      expect(received).toEqual(expected);
    }
  });

  it('fail as they do by type-graphql', async () => {
    const [expected, received] = await Promise.all(
      [usual, lean].map((schema) => answerOf(schema, '{ thing { failing } }')),
    );
    expect(received?.errors?.map(({ message, path }) => [message, path])).toEqual([
      ['a thing fails', ['thing', 'failing']],
    ]);
    expect(JSON.stringify(received)).toEqual(JSON.stringify(expected));
  });
});
