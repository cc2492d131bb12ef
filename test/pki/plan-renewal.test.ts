import { describe, expect, test } from 'vitest';
import { currentCluster, currentUser, parseKubeconfig } from '../../src/pki/kubeconfig.ts';
import { planRenewal, renewalLooks, renewalMints } from '../../src/pki/plan-renewal.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import { type Renewable, renewables } from '../../src/pki/renewables.ts';
import type { Artifact } from '../../src/plan/artifact.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import { exampleSpec, factsOf, hour, mintAll, nothingMinted, present, startedAt, textOf, written } from './example.ts';

const spec = exampleSpec();
const later = startedAt + 1000 * hour;

function named(name: string): Renewable {
  return renewables.find((each) => each.name === name)!;
}

/** A renewal on a machine with these files, a thousand hours after they were made. */
function renew(name: string, files: ReadonlyMap<string, FileFact>, of = spec, minted = true) {
  const renewable = named(name);
  const facts = { ...factsOf(renewalLooks(renewable, of), files), startedAt: later };
  const mints = renewalMints(renewable, { spec: of, facts });
  // Another key than those that lie there.
  const secrets = minted ? mintAll(mints, 3) : nothingMinted;
  return { mints, ...planRenewal(renewable, { spec: of, facts, secrets }) };
}

function contentOf(artifact: Artifact | undefined, path: string): string {
  const content = artifact?.files.find((file) => file.path === path)?.content;
  if (content?.kind === 'text') return content.text;
  if (content?.kind === 'secret') return content.text.reveal();
  throw new Error(`${path} has no text`);
}

const certificateOf = (pem: string) => readCertificateFile(pem).value!.certificate;

test('the names, in kubeadm’s order', () => {
  expect(renewables.map(({ name }) => name).join(' ')).toBe(
    'admin.conf apiserver apiserver-etcd-client apiserver-kubelet-client controller-manager.conf etcd-healthcheck-client etcd-peer etcd-server front-proxy-client scheduler.conf super-admin.conf',
  );
});

describe('a certificate', () => {
  test('keeps subject, names and usages of the old one, whatever the configuration says; key and period are new', () => {
    const old = certificateOf(textOf(written(spec), '/pki/apiserver.crt'));
    const other = exampleSpec({ apiServer: { certSANs: ['other.example'] }, certificateValidityPeriod: 240 * hour });
    const { artifact, refusals } = renew('apiserver', written(spec), other);
    expect(refusals).toEqual([]);
    const fresh = certificateOf(contentOf(artifact, '/pki/apiserver.crt'));
    expect(fresh.subject).toEqual(old.subject);
    expect(fresh.sans).toEqual(old.sans);
    expect(fresh.usages).toEqual(['server']);
    expect(fresh.publicKeyDigest).not.toBe(old.publicKeyDigest);
    expect(fresh.notAfter).toBe(later + 240 * hour);
    expect(fresh.notBefore).toBe(later - 5 * 60_000);
    expect(artifact?.files.map(({ path }) => path)).toEqual(['/pki/apiserver.key', '/pki/apiserver.crt']);
  });

  test('keeps an organization that newer releases do not give any more', () => {
    const older = exampleSpec({ kubernetesVersion: 'v1.35.4' });
    const { artifact } = renew('apiserver-kubelet-client', written(older));
    const { subject } = certificateOf(contentOf(artifact, '/pki/apiserver-kubelet-client.crt'));
    expect(subject.organizations).toEqual(['kubeadm:cluster-admins']);
  });

  test('files keep their modes, and no copy of the old key is kept', () => {
    const files = written(spec);
    files.set('/pki/apiserver.key', present(textOf(files, '/pki/apiserver.key'), 0o640));
    const { artifact } = renew('apiserver', files);
    expect(artifact?.files.map(({ mode }) => mode)).toEqual([0o640, 0o600]);
    expect(artifact?.backup).toBe('none');
  });

  test('gets a key of the algorithm that is configured now', () => {
    const { mints } = renew('apiserver', written(spec), exampleSpec({ encryptionAlgorithm: 'ECDSA-P256' }));
    expect(mints).toMatchObject([{ kind: 'key', algorithm: 'ECDSA-P256' }]);
  });

  test('in a dry run is described, and nothing secret is in it', () => {
    const { artifact } = renew('apiserver', written(spec), spec, false);
    expect(artifact?.files.map(({ content }) => content.kind)).toEqual(['described', 'described']);
  });

  test('that is not there is told, not made', () => {
    const files = written(spec);
    files.delete('/pki/apiserver.crt');
    const { artifact, notes, refusals, mints } = renew('apiserver', files);
    expect({ artifact, refusals, mints }).toEqual({ artifact: undefined, refusals: [], mints: [] });
    expect(notes[0]!.text).toMatch(/^MISSING! /);
  });
});

test('a kubeconfig gets certificate, key and CA; the rest of it stays', () => {
  const files = written(spec);
  const text = textOf(files, '/kc/admin.conf').replace('https://10.1.2.3:6443', 'https://lb.example');
  files.set('/kc/admin.conf', present(text));
  const old = parseKubeconfig(text).value!;
  const fresh = parseKubeconfig(contentOf(renew('admin.conf', files).artifact, '/kc/admin.conf')).value!;
  expect(currentCluster(fresh).value).toMatchObject({
    server: 'https://lb.example',
    authority: textOf(files, '/pki/ca.crt'),
  });
  expect(fresh.currentContext).toBe(old.currentContext);
  const user = currentUser(fresh)!;
  expect(user.key).not.toBe(currentUser(old)!.key);
  expect(certificateOf(user.certificate!).subject).toEqual(certificateOf(currentUser(old)!.certificate!).subject);
});

describe('an external CA', () => {
  test('is passed over with a word when all that it signs is there', () => {
    const files = written(spec);
    files.delete('/pki/ca.key');
    const { artifact, notes, refusals, mints } = renew('admin.conf', files);
    expect({ artifact, refusals, mints }).toEqual({ artifact: undefined, refusals: [], mints: [] });
    expect(notes[0]!.text).toContain('External CA ca');
  });

  test('is refused when something of it is missing', () => {
    const files = written(spec);
    files.delete('/pki/ca.key');
    files.delete('/pki/apiserver-kubelet-client.crt');
    expect(renew('admin.conf', files).refusals).toEqual([
      expect.stringContaining('/pki/apiserver-kubelet-client.crt is missing'),
    ]);
    expect(renew('etcd-server', files).refusals).toEqual([]);
  });
});

test.each([
  ['apiserver', '/pki/apiserver.crt', 'x'],
  ['apiserver', '/pki/ca.crt', undefined],
  ['apiserver', '/pki/ca.crt', 'x'],
  ['apiserver', '/pki/ca.key', 'x'],
  ['admin.conf', '/kc/admin.conf', 'x'],
  ['admin.conf', '/kc/admin.conf', 'apiVersion: v1\nkind: Config\n'],
])('%s with %s being %j is refused', (name, path, text) => {
  const files = written(spec);
  if (text === undefined) files.delete(path);
  else files.set(path, present(text));
  const { artifact, refusals } = renew(name, files);
  expect(artifact).toBeUndefined();
  expect(refusals).toEqual([expect.stringContaining(path)]);
});
