import { runWorkflow } from '../../src/engine/run.ts';
import { kubeletClientCertificate } from '../../src/spec/paths.ts';
import type { InitSpec } from '../../src/spec/types.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { initParts, initRequest, initSpecOf } from './init-parts.ts';

/** A machine in memory whose kubelet registers its Node as cp1, and makes its client certificate when it starts. */
export function initMachine(): MemoryHost {
  const host = memoryHost();
  host.kube.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'cp1', labels: { 'kubernetes.io/hostname': 'cp1' } },
  });
  const { services, files } = host;
  const start = services.start;
  services.start = async (name) => {
    await start(name);
    await files.write(kubeletClientCertificate, 'certificate of the kubelet\n', { mode: 0o600, directoryMode: 0o755 });
  };
  return host;
}

/** A configuration with which every phase of `init` has something to do. */
export function everyPhaseSpec(): InitSpec {
  const spec = initSpecOf();
  return { ...spec, options: { ...spec.options, uploadCerts: true } };
}

/** The effects of a run of `init` that nothing disturbs, in their order. */
export async function effectsOfInit(): Promise<readonly { readonly phase: string; readonly id: string }[]> {
  const effects: { phase: string; id: string }[] = [];
  const hook = (moment: 'before' | 'after', { id }: { readonly id: string }) => {
    if (moment === 'before') effects.push({ phase: id.slice(0, id.indexOf(':')), id });
  };
  await runWorkflow(initParts(initMachine(), { hook }), initRequest(everyPhaseSpec()));
  return effects;
}
