/** Whether a person was verified as an author whom the paper names now, for columns or parameters of a statement. */
export function isVerifiedAuthor(paperId: string, userId: string): string {
  return `exists (
    select from authorship_claims claim
    join authorships a on a.paper_id = claim.paper_id and a.author_id = claim.author_id
    where claim.paper_id = ${paperId} and claim.user_id = ${userId} and claim.state = 'VERIFIED')`;
}
