import type { Host } from '../host/host.ts';
import { observeCertificates } from '../observe/status/certificates.ts';
import { observeMembership } from '../observe/status/membership.ts';
import type { LearntAboutNode } from '../render/status.ts';

/** The run is done and waits for nothing more; whoever wants to know can ask `status` later. */
const patienceMs = 2000;

/**
 * What the status file tells of a node after its command: its member of etcd and when its certificates end. What cannot
 * be seen in two seconds is null; it never fails, because the command has not.
 * @param certificatesDir where this cluster has its certificates
 */
export async function learnAboutNode(host: Host, certificatesDir: string): Promise<LearntAboutNode> {
  const enough = new AbortController();
  const tooLate = host.clock.sleep(patienceMs, enough.signal).then(
    () => null,
    () => null,
  );
  const inTime = <T>(look: Promise<T>): Promise<T | null> => Promise.race([look.catch(() => null), tooLate]);
  try {
    const [etcd, certificates] = await Promise.all([
      inTime(member(host, certificatesDir)),
      inTime(ends(host, certificatesDir)),
    ]);
    return { etcd, certificates };
  } finally {
    enough.abort();
  }
}

async function member(host: Host, certificatesDir: string): Promise<(LearntAboutNode['etcd'] & object) | null> {
  const membership = await observeMembership(host, certificatesDir);
  const here = membership?.members.find(({ id }) => id === membership.here);
  if (membership === undefined || here === undefined) return null;
  return {
    memberId: here.id,
    learner: here.learner,
    voters: membership.members.filter(({ learner }) => !learner).length,
  };
}

/** Files that are no certificates are left out here; `status` says what is wrong with them. */
async function ends(host: Host, certificatesDir: string): Promise<Record<string, string>> {
  const sights = await observeCertificates(host, certificatesDir);
  return Object.fromEntries(
    sights.flatMap(({ path, notAfter }) => (notAfter === undefined ? [] : [[path, new Date(notAfter).toISOString()]])),
  );
}
