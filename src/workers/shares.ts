/** Divides connections among workers, as evenly as whole numbers are; the first ones have one more. */
export function shareOf(total: number, { place, count }: { place: number; count: number }): number {
  return Math.floor(total / count) + (place < total % count ? 1 : 0);
}
