/** How many characters a text has as PostgreSQL counts them: one outside the basic plane is one, not two. */
export function countCharacters(text: string): number {
  return Array.from(text).length;
}
