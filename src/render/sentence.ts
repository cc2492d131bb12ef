/** A clause as the beginning of a line: with a capital letter. */
export function sentence(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
