import { getNamedType, isAbstractType, isInterfaceType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { chance, oneOf, times } from '../random.mjs';
import { blockString, literalOf } from './literals.mjs';
import { RandomValues } from './random-values.mjs';

const CONDITIONS = ['@include(if: $yes)', '@skip(if: $no)', '@skip(if: $yes)'];

/** Names that objects of JavaScript have of their own. */
const ODD_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'toJSON', 'length', 'prototype'];

/**
 * Documents at random that the schema takes, over all fields and arguments, with what clients get wrong among their
 * values: pages of negative size, cursors that are none, ids of nothing, variables of another type.
 */
export class RandomDocuments {
  #schema;
  #random;
  #namesOfOneType;
  #values;
  #names = 0;
  #oddNames = [];
  #fragments = [];
  #declared = [];
  #variables = {};

  /**
   * @param {import('graphql').GraphQLSchema} schema
   * @param {(below: number) => number} random answers a whole number below the given one
   * @param {(scalar: string, name: string, owner: string) => string} textFor a text for a scalar, by the name of the
   *   argument or input field, and of the type that the field answers
   */
  constructor(schema, random, textFor) {
    this.#schema = schema;
    this.#random = random;
    this.#namesOfOneType = namesOfOneType(schema);
    this.#values = new RandomValues(random, textFor);
  }

  query(depth = 6) {
    return this.#operation('query', this.#schema.getQueryType(), depth);
  }

  mutation(depth = 4) {
    return this.#operation('mutation', this.#schema.getMutationType(), depth);
  }

  #operation(kind, root, depth) {
    this.#fragments = [];
    this.#declared = ['$yes: Boolean!', '$no: Boolean! = false'];
    this.#variables = Object.assign(Object.create(null), { yes: this.#chance(2) });
    this.#oddNames = [...ODD_NAMES];
    const selection = this.#selection(root, depth);
    const start = `{ __typename @include(if: $yes) @skip(if: $no) ...All }\nfragment All on ${root.name} ${selection}`;
    const query = [`${kind} (${this.#declared.join(', ')}) ${start}`, ...this.#fragments].join('\n');
    return { query, variables: this.#variables };
  }

  #selection(type, depth) {
    if (isAbstractType(type)) return this.#selectionOfAbstract(type, depth);
    const all = Object.values(type.getFields());
    const leaves = all.filter((field) => isLeafType(getNamedType(field.type)));
    const branches = depth > 1 ? all.filter((field) => !leaves.includes(field)) : [];
    const kinds = [leaves, branches].filter(({ length }) => length > 0);
    const chosen = times(kinds.length && 1 + this.#random(5), () =>
      this.#field(this.#oneOf(this.#oneOf(kinds)), depth),
    );
    return this.#perhapsInFragment(type.name, `{ __typename ${chosen.join(' ')} }`);
  }

  #selectionOfAbstract(type, depth) {
    const concrete = times(2, () => this.#oneOf(this.#schema.getPossibleTypes(type)));
    const spreads = concrete.map((one) => `... on ${one.name} ${this.#condition()} ${this.#selection(one, depth)}`);
    return `{ __typename ${isInterfaceType(type) ? 'id' : ''} ${spreads.join(' ')} }`;
  }

  #field(field, depth) {
    const type = getNamedType(field.type);
    const args = field.args
      .filter((arg) => isRequiredArgument(arg) || this.#chance(4))
      .map((arg) => this.#argument(arg, type.name));
    const below = isLeafType(type) ? '' : this.#selection(type, depth - 1);
    // Without an alias, the same field may stand twice only with the same below it, and on two types only with one type.
    const isAliased = this.#chance(2) || args.length || below || !this.#namesOfOneType.has(field.name);
    const name = isAliased ? `${this.#name('f')}: ${field.name}` : field.name;
    return `${name}${args.length ? `(${args.join(', ')})` : ''} ${this.#condition()} ${below}`;
  }

  #argument({ name, type }, owner) {
    if (this.#chance(6)) return `${name}: ${this.#variable(name, type, owner)}`;
    const value = this.#values.fitting(type, name, owner);
    if (typeof value === 'boolean' && this.#chance(3)) return `${name}: $yes`;
    const isBlock = typeof value === 'string' && this.#chance(8) && isStringType(type);
    return `${name}: ${isBlock ? blockString(value) : literalOf(type, value)}`;
  }

  #variable(name, type, owner) {
    const variable = this.#name('v');
    this.#declared.push(`$${variable}: ${String(type)}`);
    this.#variables[variable] = this.#chance(12) ? this.#values.odd() : this.#values.fitting(type, name, owner);
    return `$${variable}`;
  }

  #perhapsInFragment(type, selection) {
    if (!this.#chance(6)) return selection;
    const name = this.#name('Part');
    this.#fragments.push(`fragment ${name} on ${type} ${selection}`);
    return `{ __typename ...${name} ${this.#condition()} }`;
  }

  #condition() {
    return this.#chance(2) ? '' : this.#oneOf(['', ...CONDITIONS]);
  }

  /** A name that the document does not have yet. */
  #name(start) {
    if (this.#oddNames.length && this.#chance(40))
      return this.#oddNames.splice(this.#random(this.#oddNames.length), 1)[0];
    return `${start}${this.#names++}`;
  }

  #chance(oneIn) {
    return chance(this.#random, oneIn);
  }

  #oneOf(items) {
    return oneOf(this.#random, items);
  }
}

function isStringType(type) {
  return getNamedType(type).name === 'String';
}

const namesBySchema = new WeakMap();

/** The names of fields that have the same type wherever they are. */
function namesOfOneType(schema) {
  if (!namesBySchema.has(schema)) {
    const fields = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type))
      .flatMap((type) => Object.values(type.getFields()));
    const typesByName = new Map();
    for (const { name, type } of fields) typesByName.set(name, new Set(typesByName.get(name)).add(String(type)));
    const names = [...typesByName].filter(([, types]) => types.size === 1).map(([name]) => name);
    namesBySchema.set(schema, new Set(names));
  }
  return namesBySchema.get(schema);
}
