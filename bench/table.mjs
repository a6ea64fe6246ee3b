/** Rows of texts in columns; the first row is the head, numbers stand at the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column], column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function padded(cell, width, column) {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

export const whole = (number) => Math.round(number).toLocaleString('en-US');
export const decimal = (number, digits = 2) => number.toFixed(digits);
