/** Whose a sealed secret is. */
export function secretOwner(userId: number): string {
  return `webhooks of user ${userId}`;
}
