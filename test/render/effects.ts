import { text } from '../../src/plan/artifact.ts';
import type { ApplyEffect, AwaitEffect, CallEffect, WriteEffect } from '../../src/plan/effect.ts';
import type { JsonObject } from '../../src/plan/json.ts';

const via = { kubeconfig: '/etc/kubernetes/admin.conf' };

/** A file of one line, unless told otherwise. */
export function write(artifact: Partial<WriteEffect['artifact']> = {}, id = 'etcd/local:write'): WriteEffect {
  return {
    kind: 'write',
    id,
    why: 'let the kubelet run etcd as a static Pod',
    artifact: {
      what: 'static Pod manifest for etcd',
      files: [{ path: '/etc/kubernetes/manifests/etcd.yaml', mode: 0o600, content: text('kind: Pod\n') }],
      sameWhen: 'bytes',
      directoryMode: 0o700,
      ...artifact,
    },
  };
}

/** An object in kube-system. */
export function apply(
  kind: string,
  name: string,
  fields: JsonObject = {},
  why = 'store the configuration',
): ApplyEffect {
  return {
    kind: 'apply',
    id: `upload-config/kubeadm:${kind}/${name}`,
    why,
    group: 'upload-config',
    object: {
      object: { apiVersion: 'v1', kind, metadata: { name, namespace: 'kube-system' }, ...fields },
      policy: 'converge',
      via,
    },
  };
}

export const start: CallEffect = {
  kind: 'call',
  id: 'kubelet-start:start',
  why: 'start the kubelet',
  operation: 'kubelet-start',
  input: {},
};

/** A wait for a component's health. */
export function waitFor(component: string): AwaitEffect {
  return {
    kind: 'await',
    id: `wait-control-plane:${component}`,
    why: `wait for a healthy ${component} at http://127.0.0.1/healthz`,
    probe: { kind: 'http', component, url: 'http://127.0.0.1/healthz', criSocket: '' },
    intervalMs: 100,
    timeoutMs: 240_000,
  };
}
