import { isCalendarDate } from '../../src/lib/calendar-date';

describe('isCalendarDate', () => {
  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2023-2-9', false],
    ['0000-01-01', false],
    ['2023-01-01T00:00:00Z', false],
    ['2023-W05-1', false],
  ])('of %s is %s', (text, is) => {
    expect(isCalendarDate(text)).toBe(is);
  });
});
