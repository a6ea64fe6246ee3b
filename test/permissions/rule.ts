import { Caller, World } from './world';

/** What a caller gets for a field: a value, null, or the code of an error. */
export type Outcome = 'SHOWN' | 'NULL' | 'FORBIDDEN' | 'UNAUTHENTICATED';

export interface Rule {
  /** The rule in words, after the name of the field. */
  says: string;
  /** For callers whose bearer is good; the others get nothing, whatever the field. */
  outcomeFor: (caller: Caller, isOwner: boolean) => Outcome;
  /** Whether all get the same value. */
  isSameForAll?: boolean;
  /** What the value is, where the rule says it. */
  valueFor?: (caller: Caller, isOwner: boolean) => unknown;
  /** What to ask, where there is nothing to see on the usual instance of the type. */
  on?: string;
  /** How to ask for it, where it needs arguments. */
  asking?: (world: World) => string;
}

export interface MutationRule {
  says: string;
  outcomeFor: (caller: Caller) => Outcome;
  /** An input that leaves the world as it is, or may be repeated: it is sent by every caller. */
  input: (world: World) => object;
}

/** The fields of a payload: whoever may call the mutation sees them. */
export interface PayloadRule {
  says: string;
  payloadOf: string;
}

export const everybody: Rule = {
  says: 'is for everybody, and the same for all',
  outcomeFor: () => 'SHOWN',
  isSameForAll: true,
};

export const signedIn: Rule = {
  says: 'is null for nobody',
  outcomeFor: (caller) => (caller === 'nobody' ? 'NULL' : 'SHOWN'),
};

export const ownerOnly: Rule = {
  says: 'is for its owner alone, by a bearer that may read',
  outcomeFor: (_, isOwner) => (isOwner ? 'SHOWN' : 'NULL'),
};

export const ownerAndModerators: Rule = {
  says: 'is for its owner and for moderators',
  outcomeFor: (caller, isOwner) => (isOwner || isModerator(caller) ? 'SHOWN' : 'NULL'),
};

export const moderatorsOnly: Rule = {
  says: 'is for moderators alone, and an error to everybody else',
  outcomeFor: (caller) => {
    if (caller === 'nobody') return 'UNAUTHENTICATED';
    return isModerator(caller) ? 'SHOWN' : 'FORBIDDEN';
  },
};

export const trueForOwner: Rule = {
  says: 'is about who asks: true for the owner, false for the others',
  outcomeFor: () => 'SHOWN',
  valueFor: (_, isOwner) => isOwner,
};

export const trueForOwnerWhoMayWrite: Rule = {
  says: 'is about who asks: true for the owner with a bearer that may write, false for the others',
  outcomeFor: () => 'SHOWN',
  valueFor: (caller, isOwner) => isOwner && caller !== 'readOnly',
};

/** A mutation that takes a bearer with a scope, and a person in good standing. */
export function needs(scope: 'vote' | 'write', input: MutationRule['input']): MutationRule {
  return { says: `needs the scope ${scope}`, outcomeFor: outcomeOfWriting(() => true), input };
}

export function needsModerator(input: MutationRule['input']): MutationRule {
  return { says: 'needs a moderator or an admin', outcomeFor: outcomeOfWriting(isModerator), input };
}

function outcomeOfWriting(isTrusted: (caller: Caller) => boolean): MutationRule['outcomeFor'] {
  return (caller) => {
    if (caller === 'nobody') return 'UNAUTHENTICATED';
    if (caller === 'readOnly' || caller === 'suspended') return 'FORBIDDEN';
    return isTrusted(caller) ? 'SHOWN' : 'FORBIDDEN';
  };
}

function isModerator(caller: Caller): boolean {
  return caller === 'moderator' || caller === 'admin';
}

/** One rule for several fields of a type: `fields('Paper', 'id title', everybody)`. */
export function fields<R extends Rule | PayloadRule>(type: string, names: string, rule: R): Record<string, R> {
  return Object.fromEntries(names.split(' ').map((name) => [`${type}.${name}`, rule]));
}

/** The fields of a connection and of its edges beside `cursor` and `node`; `name` is what stands before `Connection`. */
export function list(name: string, edge = '', rule = everybody): Record<string, Rule> {
  return {
    ...fields(`${name}Connection`, 'edges nodes pageInfo totalCount totalCountIsLowerBound', rule),
    ...fields(`${name}Edge`, `cursor node ${edge}`.trim(), rule),
  };
}

/** The fields of what a mutation answers, beside those that all payloads have. */
export function payload(mutation: string, names: string): Record<string, PayloadRule> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`;
  const says = 'is for whoever may call the mutation';
  return fields(type, `clientMutationId userErrors ${names}`, { says, payloadOf: mutation });
}
