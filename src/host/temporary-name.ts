import { randomBytes } from 'node:crypto';

/** A name has 255 bytes at most. */
const keptLength = 200;

/** A new name for what will be renamed to `name`. The kubelet reads every file in manifests/ that does not begin with a dot. */
export function temporaryName(name: string): string {
  return `.${name.slice(0, keptLength)}.${randomBytes(6).toString('hex')}`;
}

/** Whether something has a temporary name of one of these. */
export function isTemporaryNameOf(names: ReadonlySet<string>, candidate: string): boolean {
  const beginning = /^\.(.+)\.[0-9a-f]{12}$/.exec(candidate)?.[1];
  if (beginning === undefined) return false;
  if (names.has(beginning)) return true;
  return beginning.length === keptLength && [...names].some((name) => name.startsWith(beginning));
}
