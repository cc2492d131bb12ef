import { expect, test } from 'vitest';
import { runWorkflow } from '../../../src/engine/run.ts';
import { neededImages } from '../../../src/spec/images.ts';
import { configImagesPull } from '../../../src/workflows/config-images-pull.ts';
import { memoryHost } from '../../fakes/memory-host.ts';
import { capture } from '../../render/captured.ts';
import { initParts, initRequest, initSpecOf } from '../../workflows/init-parts.ts';

const spec = initSpecOf();
const images = neededImages(spec.cluster);

test('every image is pulled one by one and told as kubeadm tells it, each time anew', async () => {
  const host = memoryHost();
  const runtime = host.cri.runtimes.get('unix:///var/run/containerd/containerd.sock')!;
  for (const expected of [1, 2]) {
    const told = capture();
    await runWorkflow(initParts(host, { reporter: told.reporter }), initRequest(spec, { workflow: configImagesPull }));
    expect(told.out).toBe(images.map((image) => `[config/images] Pulled ${image}\n`).join(''));
    expect(runtime.changes).toHaveLength(expected * images.length);
  }
});

test('failures are told together', async () => {
  const host = memoryHost();
  host.cri.runtimes.get('unix:///var/run/containerd/containerd.sock')!.unpullable.set(images[0]!, 'denied');
  await expect(runWorkflow(initParts(host), initRequest(spec, { workflow: configImagesPull }))).rejects.toThrow(
    `1 of ${images.length} images could not be pulled: ${images[0]}: denied`,
  );
});
