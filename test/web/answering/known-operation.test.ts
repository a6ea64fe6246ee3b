import { getOperationAST, parse } from 'graphql';
import { limitsWith } from '../../../src/graphql/limits';
import { KnownOperation } from '../../../src/web/answering/known-operation';

const LIMITS = limitsWith({ stringCharacters: 10 });

/** What an operation is measured with, of the variables that it comes with one after the other. */
function measured(variables: object[]): object[] {
  const document = parse(`
    query ($ids: [ID!]!, $name: String, $first: Int, $interval: HistoryInterval) {
      nodes(ids: $ids) { id }
    }`);
  const known = new KnownOperation(document, getOperationAST(document)!, 'hash', null);
  return variables.filter((each) => {
    let isMeasured = false;
    known.costWith({ ...each }, LIMITS, () => {
      isMeasured = true;
      return 1;
    });
    return isMeasured;
  });
}

describe('the cost of a known operation', () => {
  it('is measured once for all texts', () => {
    const variables = [
      { ids: ['a', 'b'], name: 'Ada' },
      { ids: ['c', 'longer'], name: '' },
    ];
    expect(measured(variables)).toEqual(variables.slice(0, 1));
  });

  it.each([
    ['a list of another length', { ids: ['a', 'b'] }, { ids: ['a', 'b', 'c'] }],
    ['another number', { ids: [], first: 1 }, { ids: [], first: 2 }],
    ['another value of an enum', { ids: [], interval: 'DAY' }, { ids: [], interval: 'ALL' }],
    ['nothing in place of a text', { ids: [], name: 'Ada' }, { ids: [], name: null }],
    ['one left out', { ids: [], name: 'Ada' }, { ids: [] }],
    ['a number in place of a text', { ids: ['1'] }, { ids: [1] }],
  ])('is measured anew for %s', (_what, first, second) => {
    expect(measured([first, second, first, second])).toEqual([first, second]);
  });

  it('is measured anew for each text that is longer than any may be', () => {
    const [short, long, longer] = ['x'.repeat(10), 'x'.repeat(11), 'x'.repeat(12)].map((id) => ({ ids: [id] }));
    expect(measured([short!, long!, longer!, short!])).toEqual([short, long, longer]);
  });
});
