import { describe, expect, it } from 'vitest';
import { addon } from '../../../src/phases/init/addon.ts';
import { bootstrapToken } from '../../../src/phases/init/bootstrap-token.ts';
import { markControlPlane } from '../../../src/phases/init/mark-control-plane.ts';
import { uploadCerts } from '../../../src/phases/init/upload-certs.ts';
import { uploadConfig } from '../../../src/phases/init/upload-config.ts';
import { waitControlPlane } from '../../../src/phases/init/wait-control-plane.ts';
import { decryptFile } from '../../../src/pki/certificate-bundle.ts';
import { listKey } from '../../../src/plan/facts.ts';
import type { Phase } from '../../../src/plan/phase.ts';
import { Secret } from '../../../src/plan/secret.ts';
import { dnsDeployments } from '../../../src/spec/corefile/installed-dns.ts';
import type { InitSpec } from '../../../src/spec/types.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { idsOf, planOf } from '../phase-context.ts';

const child = (group: Phase<InitSpec>, name: string) => group.children!.find((phase) => phase.name === name)!;
const withOptions = (spec: InitSpec, options: Partial<InitSpec['options']>): InitSpec => ({
  ...spec,
  options: { ...spec.options, ...options },
});

describe('phases that talk to the cluster', () => {
  it('upload-config stores both configurations', () => {
    expect(idsOf(planOf(child(uploadConfig, 'kubeadm'), initSpec()))).toEqual([
      'call upload-config/kubeadm:cluster-admins',
      'apply upload-config/kubeadm:ConfigMap/kube-system/kubeadm-config',
      'apply upload-config/kubeadm:Role/kube-system/kubeadm:nodes-kubeadm-config',
      'apply upload-config/kubeadm:RoleBinding/kube-system/kubeadm:nodes-kubeadm-config',
    ]);
    expect(idsOf(planOf(child(uploadConfig, 'kubelet'), initSpec()))[1]).toBe(
      'apply upload-config/kubelet:ConfigMap/kube-system/kubelet-config',
    );
  });

  it.each([
    ['v1.35.4', false, true],
    ['v1.35.4', true, false],
    ['v1.36.3', false, false],
    ['v1.37.0', false, false],
  ])('%s with NodeLocalCRISocket %s: the socket is annotated: %s', (kubernetesVersion, gate, annotated) => {
    const spec = initSpec({ cluster: { kubernetesVersion, featureGates: { NodeLocalCRISocket: gate } } });
    const last = planOf(child(uploadConfig, 'kubelet'), spec).effects.at(-1)!;
    const { name, criSocket } = spec.nodeRegistration;
    const mark = { node: name, annotations: { 'kubeadm.alpha.kubernetes.io/cri-socket': criSocket } };
    if (annotated) expect(last).toMatchObject({ operation: 'node-mark', input: mark });
    else expect(last.kind).toBe('apply');
  });

  it('leave the rights of admin.conf alone when another kubeconfig is named', () => {
    const spec = withOptions(initSpec(), { kubeconfig: '/root/mine.conf' });
    const plan = planOf(child(uploadConfig, 'kubeadm'), spec);
    expect(idsOf(plan)[0]).toMatch(/^apply /);
    const [first] = plan.effects;
    expect(first?.kind === 'apply' && first.object.via).toEqual({ kubeconfig: '/root/mine.conf' });
  });

  it.each([
    ['v1.36.3', undefined],
    ['v1.37.0', 'https://10.0.0.10:6443'],
  ])('%s: the local endpoint is used from 1.37 on', (kubernetesVersion, server) => {
    const spec = initSpec({ cluster: { kubernetesVersion, controlPlaneEndpoint: 'lb:6443' } });
    const [effect] = planOf(markControlPlane, spec).effects.slice(-1);
    expect(effect?.kind === 'call' && (effect.input['via'] as { server?: string }).server).toBe(server);
  });

  it('bootstrap-token mints only tokens that the configuration leaves open', () => {
    expect(bootstrapToken.mints!({ spec: initSpec(), facts: undefined as never })).toEqual([]);
    const open = initSpec();
    const spec = { ...open, bootstrapTokens: [{ ...open.bootstrapTokens[0]!, token: undefined }] };
    expect(bootstrapToken.mints!({ spec, facts: undefined as never })).toEqual([
      { kind: 'token', name: 'bootstrap-token/0' },
    ]);
    const texts = new Map([['bootstrap-token/0', new Secret('qqqqqq.0000000000000000')]]);
    const plan = planOf(bootstrapToken, spec, { secrets: { texts } });
    const token = plan.effects.find(({ id }) => id === 'bootstrap-token:token/0');
    expect(token?.kind === 'apply' && token.object.object.metadata.name).toBe('bootstrap-token-qqqqqq');
    expect(token?.kind === 'apply' && token.object.secret).toBe(true);
    expect(plan.notes?.[0]?.publicText).not.toContain('0000000000000000');
  });

  it('upload-certs does nothing unless asked, and then encrypts what is there', () => {
    expect(planOf(uploadCerts, initSpec()).effects).toEqual([]);
    const key = new Secret('cd'.repeat(32));
    const spec = { ...withOptions(initSpec(), { uploadCerts: true }), certificateKey: key };
    const mints = uploadCerts.mints!({ spec, facts: undefined as never });
    const texts = new Map(
      mints.map((mint, index) => [
        mint.name,
        new Secret(mint.kind === 'bytes' ? index.toString(16).padStart(24, '0') : 'oooooo.1111111111111111'),
      ]),
    );
    const plan = planOf(uploadCerts, spec, {
      files: { '/etc/kubernetes/pki/ca.key': 'the key of the CA' },
      secrets: { texts },
    });
    const upload = plan.effects.find(({ id }) => id === 'upload-certs:secret');
    const data = JSON.parse(upload?.kind === 'call' ? upload.secrets!['certificates']!.reveal() : '{}') as Record<
      string,
      string
    >;
    expect(Object.keys(data).sort()).toEqual([
      'ca.crt',
      'ca.key',
      'etcd-ca.crt',
      'etcd-ca.key',
      'front-proxy-ca.crt',
      'front-proxy-ca.key',
      'sa.key',
      'sa.pub',
    ]);
    expect(decryptFile(Buffer.from(data['ca.key']!, 'base64'), key)).toEqual({ value: 'the key of the CA' });
    expect(data['sa.key']).toBe('');
    expect(JSON.stringify(plan.effects)).not.toContain(data['ca.key']);
  });

  it('addon installs, or prints with --print-manifest', () => {
    const coredns = child(addon, 'coredns');
    expect(idsOf(planOf(coredns, initSpec()))).toContain('apply addon/coredns:Deployment/kube-system/coredns');
    const printed = planOf(coredns, withOptions(initSpec(), { printManifest: true }));
    expect(printed.effects).toEqual([]);
    expect(printed.notes?.[0]?.text.match(/^kind: .*$/gm)).toEqual([
      'kind: Deployment',
      'kind: ConfigMap',
      'kind: Service',
      'kind: ClusterRole',
      'kind: ClusterRoleBinding',
      'kind: ServiceAccount',
    ]);
  });

  it('addon prints also what this cluster does not get', () => {
    const spec = initSpec({ cluster: { dns: { imageRepository: '', imageTag: '', disabled: true } } });
    const coredns = child(addon, 'coredns');
    expect(coredns.runIf?.(spec)).toBe(false);
    expect(coredns.runIf?.(withOptions(spec, { printManifest: true }))).toBe(true);
  });

  it('addon keeps the number of replicas that somebody chose', () => {
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'coredns' }, spec: { replicas: 5 } };
    const lists = { [listKey(dnsDeployments)]: { state: 'present', objects: [object] } as const };
    const plan = planOf(child(addon, 'coredns'), initSpec(), { lists });
    const effect = plan.effects.find(({ id }) => id.includes('Deployment'));
    expect(effect?.kind === 'apply' && effect.object.object['spec']).toMatchObject({ replicas: 5 });
  });

  it('wait-control-plane waits for the kubelet, then for three components at once, then sets the rights', () => {
    const steps = [0, 1, 2].map((step) => planOf(waitControlPlane, initSpec(), {}, step));
    expect(steps.map(idsOf)).toEqual([
      ['await wait-control-plane:kubelet'],
      [
        'await wait-control-plane:kube-apiserver',
        'await wait-control-plane:kube-controller-manager',
        'await wait-control-plane:kube-scheduler',
      ],
      ['call wait-control-plane:cluster-admins'],
    ]);
    expect(new Set(steps[1]!.effects.map(({ group }) => group)).size).toBe(1);
  });
});
