/** The suspension that holds for a person now, where there is one: neither lifted nor over. */
export function currentSuspensionOf(userId: string): string {
  return `select * from suspensions where user_id = ${userId} and lifted_at is null and (ends_at is null or ends_at > now())`;
}
