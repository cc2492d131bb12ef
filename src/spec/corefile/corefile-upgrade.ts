import { type Corefile, CorefileProblem } from './corefile.ts';
import { asksForMigration, type CorefileNotice, changedSince } from './corefile-notices.ts';
import { dnsRelease, type InstalledDns } from './installed-dns.ts';
import { isKnownDefault } from './known-default.ts';
import { migrateCorefile } from './migrate-corefile.ts';
import { readCorefile } from './read-corefile.ts';
import { writeCorefile } from './write-corefile.ts';

/** What becomes of the Corefile when CoreDNS is installed or upgraded. */
export type CorefileUpgrade =
  /** The default of the new version takes its place; `old` is what counts as a default too. */
  | { readonly kind: 'default'; readonly old: Corefile | undefined }
  | { readonly kind: 'kept' }
  | { readonly kind: 'migrated'; readonly text: string; readonly notices: readonly CorefileNotice[] }
  /** It must be migrated and cannot be: it stays, and the CoreDNS that reads it too. */
  | { readonly kind: 'stuck'; readonly problem: string }
  /** It is not known from which release it comes, so that nobody can tell what becomes of it. */
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * What kubeadm does with a Corefile (1.35.4 to 1.37.0): nothing, an empty one and older defaults give way to the default;
 * others stay as they are unless a later release has removed something that they have, or wants something that they lack.
 * @param targetTag tag of the CoreDNS that comes with the new version of Kubernetes, whichever image is configured
 */
export function corefileUpgrade({ corefile: text, tag }: InstalledDns, targetTag: string): CorefileUpgrade {
  if (text === undefined) return { kind: 'default', old: undefined };
  const [from, to] = [dnsRelease(tag), dnsRelease(targetTag)];
  let corefile: Corefile;
  try {
    corefile = readCorefile(text);
  } catch (error) {
    if (!(error instanceof CorefileProblem)) throw error;
    return { kind: 'refused', problem: `the Corefile cannot be read: ${error.message}` };
  }
  const changes = from === '' ? [] : changedSince(from, to, corefile);
  if ('problem' in changes) return { kind: 'refused', problem: changes.problem };
  if (isKnownDefault(corefile)) return { kind: 'default', old: corefile };
  if (!changes.some(asksForMigration)) return { kind: 'kept' };
  try {
    // kubeadm asks for the way from the tag as it is, and knows none from one with a v before it.
    return { kind: 'migrated', text: writeCorefile(migrateCorefile(tag, to, corefile)), notices: changes };
  } catch (error) {
    if (!(error instanceof CorefileProblem)) throw error;
    return { kind: 'stuck', problem: error.message };
  }
}
