import { IANAZone, Info } from 'luxon';
import { dayNumber, localDayAt, startOfLocalDay } from '../../src/lib/local-day';

const startIn = (zone: string, date: string) =>
  new Date(startOfLocalDay(dayNumber(date), Info.normalizeZone(zone))).toISOString();

describe('startOfLocalDay', () => {
  it.each([
    ['UTC', '2025-12-10', '2025-12-10T00:00:00.000Z'],
    ['America/New_York', '2025-03-09', '2025-03-09T05:00:00.000Z'],
    ['America/New_York', '2025-03-10', '2025-03-10T04:00:00.000Z'],
    ['Asia/Kathmandu', '2025-01-01', '2024-12-31T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2025-01-01', '2024-12-31T10:00:00.000Z'],
    ['UTC', '0001-01-01', '0001-01-01T00:00:00.000Z'],
  ])('is midnight in %s on %s', (zone, date, instant) => {
    expect(startIn(zone, date)).toBe(instant);
  });

  it('is one o’clock where the clocks skip the hour after midnight', () => {
    expect(startIn('America/Sao_Paulo', '2018-11-04')).toBe('2018-11-04T03:00:00.000Z');
  });

  it('is the first midnight of two', () => {
    expect(startIn('America/Havana', '2024-11-03')).toBe('2024-11-03T04:00:00.000Z');
  });

  it('of a day that a zone left out is that of the next', () => {
    expect(startIn('Pacific/Apia', '2011-12-30')).toBe('2011-12-30T10:00:00.000Z');
    expect(startIn('Pacific/Apia', '2011-12-31')).toBe('2011-12-30T10:00:00.000Z');
  });
});

describe('localDayAt', () => {
  it('changes at the start of a day', () => {
    const zone = IANAZone.create('America/Havana');
    for (const date of ['2024-03-10', '2024-11-03', '2024-11-04', '1969-12-31']) {
      const start = startOfLocalDay(dayNumber(date), zone);
      expect([localDayAt(start - 1, zone), localDayAt(start, zone)]).toEqual([dayNumber(date) - 1, dayNumber(date)]);
    }
  });
});
