import type { Evidence } from '../../errors.ts';

const longestLine = 400;

/** A piece of evidence, its lines made fit to be shown and kept. */
export function pieceOf(title: string, lines: readonly string[]): Evidence {
  return { title, lines: lines.map((line) => withoutSecrets(line).slice(0, longestLine)) };
}

/** Programs quote URLs and tokens in their complaints; passwords in them and tokens are left out. */
export function withoutSecrets(line: string): string {
  return line
    .replaceAll(/(:\/\/[^\s/:@"]+):[^\s/@"]+@/g, '$1:<not shown>@')
    .replaceAll(/\b([a-z0-9]{6})\.[a-z0-9]{16}\b/g, '$1.<not shown>');
}
