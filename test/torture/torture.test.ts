interface Town {
  close(): Promise<void>;
}
interface Figures {
  faults: number;
  served: number;
  acknowledgedWrites: number;
  followed: number;
  breaches: { sentence: string; times: number }[];
}
const { openTown } = jest.requireActual<{ openTown: () => Promise<Town> }>('../../torture/town/town.mjs');
const { torturer } = jest.requireActual<{
  torturer: (town: Town, options: object) => (part: string) => Promise<Figures>;
}>('../../torture/torture.mjs');

let town: Town;
let runPart: (part: string) => Promise<Figures>;
beforeAll(async () => {
  town = await openTown();
  runPart = torturer(town, { quick: true, seed: 1, rate: 220, clients: 20, tell: () => undefined });
}, 120_000);
afterAll(() => town.close());

/** The short form of `npm run torture`, against a database server of its own, which it may stop and kill. */
describe('a server under fire', () => {
  it.each([
    ['whose database sessions are ended', 'backends', 10],
    ['whose database is restarted', 'restarts', 3],
    ['whose database is killed', 'crashes', 3],
    ['that is killed', 'kills', 3],
    ['that is stopped', 'stops', 3],
  ])(
    '%s breaks no promise',
    async (_what, part, faults) => {
      const figures = await runPart(part);
      expect(figures.breaches).toEqual([]);
      expect(figures.faults).toBeGreaterThanOrEqual(faults);
      expect(figures.served).toBeGreaterThan(0);
      expect(figures.acknowledgedWrites).toBeGreaterThan(0);
      expect(figures.followed).toBeGreaterThan(0);
    },
    120_000,
  );
});
