import { Edition } from '../../src/feed/edition';

/** When a day begins and ends in a zone, in UTC. */
function span(date: string, zone: string): string[] {
  const { startsAt, endsAt } = new Edition(date, 0, zone);
  return [startsAt.toISOString(), endsAt.toISOString()];
}

describe('the day of an edition', () => {
  it.each([
    ['2025-12-10', 'UTC', '2025-12-10T00:00:00.000Z', '2025-12-11T00:00:00.000Z'],
    ['2025-12-10', 'Asia/Tokyo', '2025-12-09T15:00:00.000Z', '2025-12-10T15:00:00.000Z'],
    ['2025-12-31', 'America/Los_Angeles', '2025-12-31T08:00:00.000Z', '2026-01-01T08:00:00.000Z'],
    ['2024-02-29', 'Asia/Kathmandu', '2024-02-28T18:15:00.000Z', '2024-02-29T18:15:00.000Z'],
  ])('%s in %s is 24 hours long', (date, zone, startsAt, endsAt) => {
    expect(span(date, zone)).toEqual([startsAt, endsAt]);
  });

  it('has 23 hours when the clocks go forward and 25 when they go back', () => {
    expect(span('2025-03-30', 'Europe/Berlin')).toEqual(['2025-03-29T23:00:00.000Z', '2025-03-30T22:00:00.000Z']);
    expect(span('2025-10-26', 'Europe/Berlin')).toEqual(['2025-10-25T22:00:00.000Z', '2025-10-26T23:00:00.000Z']);
  });

  it('begins at one where the clocks go forward at midnight', () => {
    expect(span('2018-11-04', 'America/Sao_Paulo')).toEqual(['2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z']);
  });

  it('ends when the next one begins, all through a year of changes', () => {
    for (const zone of ['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Africa/Cairo']) {
      for (let day = 1; day <= 365; day++) {
        const date = (offset: number) => new Date(Date.UTC(2018, 0, day + offset)).toISOString().slice(0, 10);
        expect(span(date(0), zone)[1]).toBe(span(date(1), zone)[0]);
      }
    }
  });
});
