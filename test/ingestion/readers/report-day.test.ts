import fc from 'fast-check';
import {
  dayInFileName,
  pageDay,
  paperDay,
  parsePrintedDay,
  reportDay,
} from '../../../src/ingestion/readers/report-day';

const days = fc
  .date({ min: new Date('1995-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const printed = (day: string) => ({ month: Number(day.slice(5, 7)), day: Number(day.slice(8)) });
const today = () => new Date().toISOString().slice(0, 10);

describe('paperDay', () => {
  it('never gives a day after the page’s, nor one a year or more before it, for a day without a year', () => {
    fc.assert(
      fc.property(days, days, (page, other) => {
        fc.pre(!other.endsWith('02-29'));
        const found = paperDay(printed(other), page) ?? '';
        expect(found.slice(4)).toBe(other.slice(4));
        expect(found <= page).toBe(true);
        expect(`${Number(found.slice(0, 4)) + 1}${found.slice(4)}` > page).toBe(true);
      }),
    );
  });

  it('takes a year that is printed, also one after the page’s', () => {
    expect(paperDay({ month: 3, day: 1, year: 2027 }, '2025-12-10')).toBe('2027-03-01');
  });

  it('gives the 29th of February to a leap year or to none', () => {
    expect(paperDay({ month: 2, day: 29 }, '2025-12-10')).toBe('2024-02-29');
    expect(paperDay({ month: 2, day: 29 }, '2023-12-10')).toBeNull();
  });
});

describe('pageDay', () => {
  const dec10 = { month: 12, day: 10 };

  it('takes the year from the caller, else from the file’s name', () => {
    const fileName = 'daily-papers-2021-12-10.txt';
    expect(pageDay(dec10, { fileName, asOf: '2023-12-10' })).toBe('2023-12-10');
    expect(pageDay(dec10, { fileName })).toBe('2021-12-10');
  });

  it('is not after the day of the report', () => {
    expect(pageDay(dec10, { fileName: 'saved-2026-01-02.txt' })).toBe('2025-12-10');
  });

  it('is the newest that is not in the future where nothing says the year', () => {
    fc.assert(
      fc.property(days, (day) => {
        fc.pre(!day.endsWith('02-29'));
        const found = pageDay(printed(day), { fileName: 'page.txt' }) ?? '';
        expect(found <= today()).toBe(true);
        expect(`${Number(found.slice(0, 4)) + 1}${found.slice(4)}` > today()).toBe(true);
      }),
    );
  });

  it('finds the leap year before, and no year for a day that none has', () => {
    expect(pageDay({ month: 2, day: 29 }, { fileName: 'a-1903-05-01.txt' })).toBe('1896-02-29');
    expect(pageDay({ month: 2, day: 30 }, { fileName: 'a-2025-05-01.txt' })).toBeNull();
  });
});

describe('reportDay', () => {
  it('prefers the caller to the file’s name, and may know nothing', () => {
    expect(reportDay({ fileName: '2026-01-05.jsonl', asOf: '2026-02-01' })).toBe('2026-02-01');
    expect(reportDay({ fileName: '2026-01-05.jsonl' })).toBe('2026-01-05');
    expect(reportDay({ fileName: 'papers.jsonl' })).toBeUndefined();
  });
});

describe('dayInFileName', () => {
  it.each([
    ['daily-papers-2025-12-10.txt', '2025-12-10'],
    ['2026-13-01_2026-01-05.jsonl', '2026-01-05'],
    ['12026-01-05.jsonl', undefined],
    ['2026-01-051.jsonl', undefined],
    ['2026-02-30.jsonl', undefined],
  ])('reads %s as %s', (fileName, day) => {
    expect(dayInFileName(fileName)).toBe(day);
  });
});

describe('parsePrintedDay', () => {
  it.each([
    ['Dec 10', { month: 12, day: 10 }],
    ['Jan 3, 2023', { month: 1, day: 3, year: 2023 }],
    ['May 21 2', null],
    ['Foo 10', null],
    ['dec 10', null],
  ])('reads %s', (text, day) => {
    expect(parsePrintedDay(text)).toEqual(day);
  });
});
