import type { Artifact } from '../plan/artifact.ts';
import type { Secret } from '../plan/secret.ts';

/** Shorter texts (`1`, `true`) also stand where they are no secret; they are hidden only where they are a value. */
const shortest = 6;

/** The text of a file with its secrets replaced by their tags. */
export function masked(text: string, { masks = [] }: Artifact): string {
  return masks.reduce((shown, mask) => hide(shown, mask), text);
}

/**
 * What lay there before may hold secrets that are not known any more (an older password in an environment variable):
 * of a file with secrets, values that the new text does not show either stay hidden.
 */
export function maskedBefore(text: string, shown: string, artifact: Artifact): string {
  if (artifact.masks === undefined || artifact.masks.length === 0) return text;
  const known = new Set(shown.split('\n'));
  return masked(text, artifact)
    .split('\n')
    .map((line) => (known.has(line) ? line : line.replace(/^(\s*(?:- )?value:).*$/, '$1 <not shown>')))
    .join('\n');
}

function hide(text: string, mask: Secret): string {
  const tag = String(mask);
  return mask
    .reveal()
    .split('\n')
    .flatMap(spellings)
    .reduce((shown, secret) => {
      if (secret.length >= shortest) return shown.replaceAll(secret, tag);
      return shown.replace(wholeValue(secret), (_, before: string) => before + tag);
    }, text);
}

/** As it is, and as it stands inside double and single quotes of YAML. */
function spellings(secret: string): readonly string[] {
  if (secret === '') return [];
  return [...new Set([JSON.stringify(secret).slice(1, -1), secret.replaceAll("'", "''"), secret])];
}

function wholeValue(secret: string): RegExp {
  const literal = secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^(\\s*(?:- )?value: )(["']?)${literal}\\2$`, 'gm');
}
