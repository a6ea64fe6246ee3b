import { isEnumType, isInputObjectType, isListType, isNonNullType, isRequiredInputField } from 'graphql';
import { chance, oneOf, times } from '../random.mjs';

/** Of no type of the schema, or of one alone. */
const ODD_VALUES = [
  ...[null, true, 0, -1, 1.5, 2 ** 31, -(2 ** 31), 1e308, Number.MAX_SAFE_INTEGER],
  ...['', 'text', '1', [], [[]], [null], {}, { a: 1 }, { length: 1 }, { toString: 'no' }],
];

/** Values at random, as JSON has them. `textFor` answers a text for a scalar, the name of the argument or input field, and the type that the field answers. */
export class RandomValues {
  #random;
  #textFor;

  constructor(random, textFor) {
    this.#random = random;
    this.#textFor = textFor;
  }

  /** A value that fits the type; `name` is that of the argument or input field, `owner` the type that the field answers. */
  fitting(type, name, owner) {
    if (isNonNullType(type)) return this.#present(type.ofType, name, owner);
    return chance(this.#random, 15) ? null : this.#present(type, name, owner);
  }

  /** A value that fits the type at best by chance. */
  odd() {
    return oneOf(this.#random, ODD_VALUES);
  }

  #present(type, name, owner) {
    if (isListType(type)) return times(this.#random(3), () => this.fitting(type.ofType, name, owner));
    if (isInputObjectType(type)) return this.#object(type, owner);
    if (isEnumType(type)) return oneOf(this.#random, type.getValues()).name;
    if (type.name === 'Int') return chance(this.#random, 60) ? 2 ** 31 - 1 : this.#random(6) - 1;
    if (type.name === 'Boolean') return chance(this.#random, 2);
    return this.#textFor(type.name, name, owner);
  }

  #object(type, owner) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || chance(this.#random, 3),
    );
    return Object.fromEntries(fields.map((field) => [field.name, this.fitting(field.type, field.name, owner)]));
  }
}
