import { describe, expect, test } from 'vitest';
import { certificateNamed } from '../../src/pki/cert-list.ts';
import { issueAuthority, issueLeaf, mintedPrivateKey } from '../../src/pki/issue.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import { keyPairAt } from '../fakes/fixed-random.ts';
import {
  allLooks,
  allMints,
  exampleSpec,
  factsOf,
  hour,
  mintAll,
  mintedKey,
  planAll,
  present,
  startedAt,
  textOf,
  written,
} from './example.ts';

/**
 * What kubeadm 1.36.3 was seen to do with existing files (`init phase certs|kubeconfig` on a changed PKI), beside what
 * our plan and judges make of them. `fails`: it ended with an error; `keeps`: it said that it uses what is there;
 * `makes`: it generated.
 */
type Seen = 'fails' | 'keeps' | 'makes';

/** Changes to a complete PKI: a text put in place of a file, or undefined to remove it. */
type Changes = { readonly [path: string]: string | undefined };

const spec = exampleSpec();
const complete = written(spec);
const own = (path: string) => textOf(complete, path);
const minute = 60_000;

/** A leaf of the CA on disk with another period. */
function leafWith(notBefore: number, notAfter: number): string {
  const ca = readCertificateFile(own('/pki/ca.crt')).value!.certificate;
  const key = mintedPrivateKey(mintedKey('RSA-2048', 0));
  const subject = { commonName: 'kube-apiserver', organizations: [] };
  const request = { subject, usages: ['server'] as const, sans: { dns: ['a'], ips: [] }, notBefore, notAfter };
  return issueLeaf(request, mintedKey('RSA-2048', 1), { certificate: ca, key });
}

const expiredCa = issueAuthority(
  certificateNamed('ca'),
  exampleSpec({ caCertificateValidityPeriod: hour }),
  mintedKey('RSA-2048', 0),
  startedAt - 2 * hour,
);
const reissuedCa = issueAuthority(
  certificateNamed('ca'),
  spec,
  { ...mintedKey('RSA-2048', 0), serial: '99' },
  startedAt,
);
const otherCa = own('/pki/front-proxy-ca.crt');
const otherKey = keyPairAt('RSA-2048', 20).privateKey;

function outcome(name: string, changes: Changes): { readonly seen: Seen; readonly warned: boolean } {
  const files = new Map<string, FileFact>(complete);
  for (const [path, text] of Object.entries(changes)) {
    if (text === undefined) files.delete(path);
    else files.set(path, present(text));
  }
  // Other keys than those on disk: a CA made anew is another CA.
  const minted = mintAll(allMints(spec, factsOf(allLooks(spec), files)), 16);
  const { planned, judgements } = planAll(spec, files, minted);
  const judgement = judgements.get(name);
  const warned = (judgement?.warnings ?? []).length > 0;
  if (planned.get(name)?.refusal !== undefined || judgement?.verdict === 'refuse') return { seen: 'fails', warned };
  if (judgement === undefined) return { seen: 'keeps', warned };
  return { seen: judgement.verdict === 'keep' ? 'keeps' : 'makes', warned };
}

describe('certificate authorities', () => {
  test.each<[string, Changes, Seen]>([
    ['nothing changed', {}, 'keeps'],
    ['key missing', { '/pki/ca.key': undefined }, 'keeps'],
    ['key is junk', { '/pki/ca.key': 'junk' }, 'keeps'],
    ['key is another', { '/pki/ca.key': otherKey }, 'keeps'],
    [
      'certificate is no CA',
      { '/pki/ca.crt': own('/pki/apiserver.crt'), '/pki/ca.key': own('/pki/apiserver.key') },
      'keeps',
    ],
    ['certificate is no CA, no key', { '/pki/ca.crt': own('/pki/apiserver.crt'), '/pki/ca.key': undefined }, 'keeps'],
    ['expired', { '/pki/ca.crt': expiredCa }, 'keeps'],
    ['two certificates', { '/pki/ca.crt': own('/pki/ca.crt') + otherCa }, 'keeps'],
    ['only the key', { '/pki/ca.crt': undefined }, 'fails'],
    ['certificate is junk', { '/pki/ca.crt': 'junk' }, 'fails'],
    ['neither', { '/pki/ca.crt': undefined, '/pki/ca.key': undefined }, 'makes'],
  ])('%s', (_, changes, seen) => {
    expect(outcome('ca', changes).seen).toBe(seen);
  });
});

const noLeaf = { '/pki/apiserver.crt': undefined, '/pki/apiserver.key': undefined };

describe('leaf certificates', () => {
  test.each<[string, Changes, Seen]>([
    ['nothing changed', {}, 'keeps'],
    ['key missing', { '/pki/apiserver.key': undefined }, 'keeps'],
    ['key is junk', { '/pki/apiserver.key': 'junk' }, 'keeps'],
    ['key is another', { '/pki/apiserver.key': otherKey }, 'keeps'],
    ['only the key', { '/pki/apiserver.crt': undefined }, 'fails'],
    ['certificate is junk', { '/pki/apiserver.crt': 'junk' }, 'fails'],
    ['signed by another CA', { '/pki/apiserver.crt': own('/pki/front-proxy-client.crt') }, 'fails'],
    ['for another use', { '/pki/apiserver.crt': own('/pki/apiserver-kubelet-client.crt') }, 'keeps'],
    ['expired', { '/pki/apiserver.crt': leafWith(startedAt - 2 * hour, startedAt - hour) }, 'fails'],
    ['not valid yet', { '/pki/apiserver.crt': leafWith(startedAt + minute, startedAt + hour) }, 'fails'],
    ['below an expired CA', { '/pki/ca.crt': expiredCa }, 'fails'],
    ['below a CA issued again with its key', { '/pki/ca.crt': reissuedCa }, 'keeps'],
    ['the CA has no key', { '/pki/ca.key': undefined }, 'keeps'],
    ["the CA's key is junk", { '/pki/ca.key': 'junk' }, 'keeps'],
    ["the CA's key is another", { '/pki/ca.key': otherKey }, 'keeps'],
    ['the CA is missing', { '/pki/ca.crt': undefined, '/pki/ca.key': undefined }, 'fails'],
    ['only the key of the CA', { '/pki/ca.crt': undefined }, 'fails'],
    ['the CA is no CA', { '/pki/ca.crt': own('/pki/etcd/server.crt') }, 'fails'],
    ['missing', noLeaf, 'makes'],
    ['missing, CA expired', { ...noLeaf, '/pki/ca.crt': expiredCa }, 'makes'],
    ['missing, CA bundle', { ...noLeaf, '/pki/ca.crt': own('/pki/ca.crt') + otherCa }, 'makes'],
    ['missing, CA bundle the other way round', { ...noLeaf, '/pki/ca.crt': otherCa + own('/pki/ca.crt') }, 'fails'],
    ["missing, CA's key is junk", { ...noLeaf, '/pki/ca.key': 'junk' }, 'fails'],
    ["missing, CA's key is another", { ...noLeaf, '/pki/ca.key': otherKey }, 'fails'],
    ["missing, CA's key is missing", { ...noLeaf, '/pki/ca.key': undefined }, 'fails'],
    [
      'missing, CA is no CA',
      { ...noLeaf, '/pki/ca.crt': own('/pki/etcd/server.crt'), '/pki/ca.key': own('/pki/etcd/server.key') },
      'fails',
    ],
  ])('%s', (_, changes, seen) => {
    expect(outcome('apiserver', changes).seen).toBe(seen);
  });
});

describe('service account keys', () => {
  test.each<[string, Changes, Seen]>([
    ['nothing changed', {}, 'keeps'],
    ['public key missing', { '/pki/sa.pub': undefined }, 'keeps'],
    ['private key missing', { '/pki/sa.key': undefined }, 'makes'],
    ['both missing', { '/pki/sa.key': undefined, '/pki/sa.pub': undefined }, 'makes'],
    ['private key is junk', { '/pki/sa.key': 'junk' }, 'fails'],
    ['public key is junk', { '/pki/sa.pub': 'junk' }, 'keeps'],
    ['cluster CA without key', { '/pki/ca.key': undefined, '/pki/sa.key': undefined }, 'keeps'],
    [
      'cluster CA without key, but no CA',
      { '/pki/ca.crt': own('/pki/apiserver.crt'), '/pki/ca.key': undefined, '/pki/sa.key': undefined },
      'makes',
    ],
  ])('%s', (_, changes, seen) => {
    expect(outcome('sa', changes).seen).toBe(seen);
  });
});

const admin = own('/kc/admin.conf');
const base64 = (text: string) => Buffer.from(text).toString('base64');
/** admin.conf with another line in place of its CA. */
const withCaLine = (line: string) => ({ '/kc/admin.conf': admin.replace(/ {4}certificate-authority-data: .*/, line) });
const withCa = (text: string) => withCaLine(`    certificate-authority-data: ${base64(text)}`);

describe('kubeconfig files', () => {
  test.each<[string, Changes, Seen]>([
    ['nothing changed', {}, 'keeps'],
    ['missing', { '/kc/admin.conf': undefined }, 'makes'],
    ['another server', { '/kc/admin.conf': admin.replace('10.1.2.3', 'other') }, 'keeps'],
    ['no server', { '/kc/admin.conf': admin.replace(/server: .*/, 'server: ""') }, 'keeps'],
    ['another CA', withCa(otherCa), 'fails'],
    ['ours and another', withCa(own('/pki/ca.crt') + otherCa), 'keeps'],
    ['another and ours', withCa(otherCa + own('/pki/ca.crt')), 'fails'],
    ['ours twice', withCa(own('/pki/ca.crt') + own('/pki/ca.crt')), 'keeps'],
    ['blank lines around', withCa(`\n${own('/pki/ca.crt')}\n\n`), 'keeps'],
    ['words before', withCa(`hello\n${own('/pki/ca.crt')}`), 'keeps'],
    ['CA is junk', withCa('hello\n'), 'fails'],
    ['no CA', withCaLine(''), 'fails'],
    ['CA in a file', withCaLine('    certificate-authority: /pki/ca.crt'), 'keeps'],
    ['CA in a file that is missing', withCaLine('    certificate-authority: /pki/nope.crt'), 'fails'],
    ['CA issued again with its key', { '/pki/ca.crt': reissuedCa }, 'fails'],
    ['unknown context', { '/kc/admin.conf': admin.replace(/current-context: .*/, 'current-context: nope') }, 'fails'],
    ['no current context', { '/kc/admin.conf': admin.replace(/current-context: .*/, '') }, 'fails'],
    ['unknown cluster', { '/kc/admin.conf': admin.replace('cluster: kubernetes', 'cluster: nope') }, 'fails'],
    ['not YAML', { '/kc/admin.conf': 'a: [' }, 'fails'],
    ['empty', { '/kc/admin.conf': '' }, 'fails'],
    ['another kind', { '/kc/admin.conf': 'kind: Foo\n' }, 'fails'],
    ['no users', { '/kc/admin.conf': admin.replace(/users:[\s\S]*/, '') }, 'keeps'],
    [
      'client data is junk',
      { '/kc/admin.conf': admin.replace(/client-key-data: .*/, 'client-key-data: eA==') },
      'keeps',
    ],
    ['CA missing', { '/pki/ca.crt': undefined }, 'fails'],
    ['CA is junk, file there', { '/pki/ca.crt': 'junk' }, 'fails'],
    ['CA key missing, file there', { '/pki/ca.key': undefined }, 'keeps'],
    ['CA key missing, file missing', { '/pki/ca.key': undefined, '/kc/admin.conf': undefined }, 'fails'],
    ['CA bundle, file has its second', { '/pki/ca.crt': own('/pki/ca.crt') + otherCa, ...withCa(otherCa) }, 'fails'],
  ])('%s', (_, changes, seen) => {
    expect(outcome('admin.conf', changes).seen).toBe(seen);
  });
});

describe('warnings', () => {
  test.each<[string, string, Changes]>([
    ['expired CA', 'ca', { '/pki/ca.crt': expiredCa }],
    ['expired leaf', 'apiserver', { '/pki/apiserver.crt': leafWith(startedAt - 2 * hour, startedAt - hour) }],
    ['another server', 'admin.conf', { '/kc/admin.conf': admin.replace('10.1.2.3', 'other') }],
    ['a slash after the server', 'admin.conf', { '/kc/admin.conf': admin.replace(':6443', ':6443/') }],
  ])('kubeadm too warns of: %s', (_, name, changes) => {
    expect(outcome(name, changes).warned).toBe(true);
  });

  test.each<[string, string, Changes]>([
    ["a leaf's key missing", 'apiserver', { '/pki/apiserver.key': undefined }],
    ["a leaf's key of another", 'apiserver', { '/pki/apiserver.key': otherKey }],
    ["a CA's key of another", 'ca', { '/pki/ca.key': otherKey }],
    ["a CA's key that is junk", 'ca', { '/pki/ca.key': 'junk' }],
    ['a CA that is none', 'ca', { '/pki/ca.crt': own('/pki/apiserver.crt'), '/pki/ca.key': own('/pki/apiserver.key') }],
    ['sa.pub missing', 'sa', { '/pki/sa.pub': undefined }],
  ])('we warn where kubeadm is silent: %s', (_, name, changes) => {
    expect(outcome(name, changes).warned).toBe(true);
  });

  test.each(['ca', 'apiserver', 'sa', 'admin.conf'])('nothing is said of a good %s', (name) => {
    expect(outcome(name, {}).warned).toBe(false);
  });
});
