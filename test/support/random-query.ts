import {
  getNamedType,
  GraphQLArgument,
  GraphQLField,
  GraphQLInputType,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { upTo } from './fixtures';

const WORDS = ['ada', '', 'cs.LG', '10.1000/1', '2501.00001', '0000-0002-1825-0097', 'no cursor'];
const DAYS = ['2025-01-01', '2025-02-12', '1999-12-31'];

/** Valid queries at random, with what clients get wrong among them: pages of negative size, cursors that are none, ids of nothing. */
export class RandomQueries {
  private names = 0;
  private fragments: string[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    /** Answers a whole number below the given one. */
    private readonly random: (below: number) => number,
    private readonly ids: string[],
  ) {}

  next(): string {
    this.fragments = [];
    const selection = this.selection(this.schema.getQueryType() as GraphQLObjectType, 6);
    return `query ($yes: Boolean!, $no: Boolean! = false) {\n__typename @include(if: $yes) @skip(if: $no) ...All }\nfragment All on Query ${selection}\n${this.fragments.join('\n')}`;
  }

  private selection(type: GraphQLNamedType, depth: number): string {
    if (isInterfaceType(type)) {
      const concrete = upTo(2).map(() => this.oneOf(this.schema.getPossibleTypes(type)));
      const spreads = concrete.map((one) => `... on ${one.name} ${this.selection(one, depth)}`);
      return `{ __typename id ${spreads.join(' ')} }`;
    }
    const all = Object.values((type as GraphQLObjectType).getFields());
    const fields = all.filter((field) => depth > 1 || isLeafType(getNamedType(field.type)));
    const chosen = upTo(1 + this.random(4)).map(() => (fields.length ? this.field(this.oneOf(fields), depth) : ''));
    return this.perhapsFragment(type.name, `{ __typename ${chosen.join(' ')} }`);
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const args = field.args.filter((arg) => isRequiredArgument(arg) || this.chance(3)).map((arg) => this.argument(arg));
    const type = getNamedType(field.type);
    const alias = this.chance(2) || args.length ? `f${this.names++}: ` : '';
    const condition = this.oneOf(['', '', '', '', '@include(if: $yes)', '@skip(if: $no)', '@skip(if: $yes)']);
    const below = isLeafType(type) ? '' : this.selection(type, depth - 1);
    // Without an alias, the same field may stand twice only with the same below it, and on two types only with one type.
    const name = alias || below || !this.isOneTypeEverywhere(field) ? `f${this.names++}: ${field.name}` : field.name;
    return `${name}${args.length ? `(${args.join(', ')})` : ''} ${condition} ${below}`;
  }

  private isOneTypeEverywhere({ name, type }: GraphQLField<unknown, unknown>): boolean {
    const types = Object.values(this.schema.getTypeMap()).filter((one) => isObjectType(one));
    const fields = types.map((one) => one.getFields()[name]).filter((field) => field !== undefined);
    return fields.every((field) => String(field.type) === String(type));
  }

  private argument(arg: GraphQLArgument): string {
    return `${arg.name}: ${this.value(arg.type)}`;
  }

  private value(type: GraphQLInputType): string {
    if (isNonNullType(type)) return this.value(type.ofType);
    if (isListType(type))
      return `[${upTo(this.random(3))
        .map(() => this.value(type.ofType))
        .join(', ')}]`;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || this.chance(3));
      return `{ ${fields.map((field) => `${field.name}: ${this.value(field.type)}`).join(', ')} }`;
    }
    if (isEnumType(type)) return this.oneOf(type.getValues()).name;
    const texts: Record<string, () => string> = {
      Int: () => String(this.random(6) - 1),
      Boolean: () => this.oneOf(['true', 'false', '$yes']),
      ID: () => JSON.stringify(this.oneOf(this.ids)),
      LocalDate: () => JSON.stringify(this.oneOf(DAYS)),
      DateTime: () => JSON.stringify(`${this.oneOf(DAYS)}T12:30:00Z`),
    };
    return (texts[type.name] ?? (() => JSON.stringify(this.oneOf(WORDS))))();
  }

  private perhapsFragment(type: string, selection: string): string {
    if (!this.chance(6) || !isObjectType(this.schema.getType(type))) return selection;
    const name = `Part${this.names++}`;
    this.fragments.push(`fragment ${name} on ${type} ${selection}`);
    return `{ ...${name} }`;
  }

  private chance(oneIn: number): boolean {
    return this.random(oneIn) === 0;
  }

  private oneOf<Item>(items: readonly Item[]): Item {
    return items[this.random(items.length)] as Item;
  }
}
