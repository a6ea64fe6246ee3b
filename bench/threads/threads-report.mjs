import { decimal, table } from '../table.mjs';

/** The table of the threads section, and how to read it. */
export function threadsReport(results) {
  const rows = results.map(({ name, order, page, milliseconds }) => [name, order, page, decimal(milliseconds, 1)]);
  return `${table([['10,000 comments', 'order', 'page of 100', 'ms'], ...rows])}

The median time of a request for 100 comments with their authors, one after the other, from the beginning of a thread and
from its middle. By CREATED_AT a page is a range of an index; by UPVOTES the whole thread is put in order for each page.
`;
}
