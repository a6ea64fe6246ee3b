/** Where a change stands in the stream: by its transaction, and in there by its row. */
export interface Position {
  readonly transactionId: number;
  readonly rowId: number;
}

/** Whether one place of the stream is behind another. */
export function isAfter(one: Position, other: Position): boolean {
  if (one.transactionId !== other.transactionId) return one.transactionId > other.transactionId;
  return one.rowId > other.rowId;
}
