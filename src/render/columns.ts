/** Least width of a column, blanks after it included, and blanks between columns: those of kubeadm's tables. */
const leastWidth = 10;
const gap = 3;

/**
 * Rows of cells as a table, each column as wide as its widest cell. What stands last in a row is not filled up, so a row
 * may end with blanks of its own. One line a row.
 */
export function columns(rows: readonly (readonly string[])[]): string {
  const count = Math.max(0, ...rows.map((row) => row.length)) - 1;
  const widths = Array.from({ length: Math.max(0, count) }, (_, index) =>
    Math.max(leastWidth, ...rows.map((row) => (row[index] ?? '').length + gap)),
  );
  const line = (row: readonly string[]): string =>
    row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index]!))).join('');
  return rows.map((row) => `${line(row)}\n`).join('');
}
