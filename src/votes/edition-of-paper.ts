/** The day of the edition that lists a paper, as a part of a statement; null where none does. Votes move its order. */
export function editionOfPaper(paperId: string): string {
  return `(select x.edition_date from submissions x where x.paper_id = ${paperId} and x.state = 'LISTED')`;
}
