import { describe, expect, it } from 'vitest';
import { showJoinCommand } from '../../../src/phases/init/show-join-command.ts';
import { certificateNamed } from '../../../src/pki/cert-list.ts';
import { issueAuthority } from '../../../src/pki/issue.ts';
import { Secret } from '../../../src/plan/secret.ts';
import { initSpec, type SpecParts } from '../../manifests/spec-builder.ts';
import { mintedKey, startedAt } from '../../pki/example.ts';
import { planOf } from '../phase-context.ts';

const ca = issueAuthority(certificateNamed('ca'), initSpec(), mintedKey('RSA-2048', 0), startedAt);
const files = { '/etc/kubernetes/pki/ca.crt': ca };
const pin = 'sha256:[0-9a-f]{64}';

function text(parts: SpecParts = {}, options: object = {}): string {
  const spec = initSpec(parts);
  const note = planOf(showJoinCommand, { ...spec, options: { ...spec.options, ...options } }, { files }).notes![0]!;
  expect(note.level).toBe('output');
  return note.text;
}

describe('show-join-command', () => {
  it("ends with the worker's command, laid out as kubeadm lays it out", () => {
    const block = new RegExp(
      `\\n\\w+ join 10\\.0\\.0\\.10:6443 --token abcdef\\.0123456789abcdef \\\\\\n\\t--discovery-token-ca-cert-hash ${pin} \\n$`,
    );
    expect(text()).toMatch(block);
    expect(text()).toContain('initialized successfully');
  });

  it("shows the control plane's command only with a control-plane endpoint", () => {
    expect(text()).not.toContain('--control-plane');
    const copied = text({ cluster: { controlPlaneEndpoint: 'lb' } });
    expect(copied).toMatch(
      new RegExp(
        `\\n  \\w+ join lb:6443 --token \\S+ \\\\\\n\\t--discovery-token-ca-cert-hash ${pin} \\\\\\n\\t--control-plane \\n`,
      ),
    );
  });

  it('adds the certificate key when certificates were uploaded', () => {
    const parts = { cluster: { controlPlaneEndpoint: 'lb:8443' }, certificateKey: new Secret('ab'.repeat(32)) };
    expect(text(parts, { uploadCerts: true })).toContain(
      `\\\n\t--control-plane --certificate-key ${'ab'.repeat(32)}\n`,
    );
  });

  it('withholds token and key when asked to', () => {
    const parts = { cluster: { controlPlaneEndpoint: 'lb:8443' }, certificateKey: new Secret('ab'.repeat(32)) };
    const shown = text(parts, { uploadCerts: true, skipTokenPrint: true, skipCertificateKeyPrint: true });
    expect(shown).toContain('--token <value withheld> ');
    expect(shown).toContain('--certificate-key <value withheld>\n');
    expect(shown).not.toContain('abcdef.');
    expect(shown).not.toContain('abab');
  });

  it('never gives events the token or the key', () => {
    const spec = initSpec({ cluster: { controlPlaneEndpoint: 'lb' }, certificateKey: new Secret('ab'.repeat(32)) });
    const note = planOf(showJoinCommand, { ...spec, options: { ...spec.options, uploadCerts: true } }, { files })
      .notes![0]!;
    expect(note.publicText).not.toContain('abcdef.');
    expect(note.publicText).not.toContain('abab');
  });
});
