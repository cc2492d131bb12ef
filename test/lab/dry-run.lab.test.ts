import { expect, test } from 'vitest';
import { auditLines, installAuditPolicy, requestsOfAdmins, writes } from './api-audit.ts';
import { clusterConfig, init, waitForNodes, waitForSystemPods } from './cluster.ts';
import { captureObjects } from './cluster-objects.ts';
import { describeLab } from './describe-lab.ts';
import { differences, showDifferences } from './difference.ts';

/** Phases that change something in the cluster, and whether a dry run asks the API for what is there. */
const PHASES: readonly { readonly words: readonly string[]; readonly asks: boolean }[] = [
  { words: ['upload-config', 'all'], asks: true },
  { words: ['upload-certs', '--upload-certs'], asks: true },
  { words: ['mark-control-plane'], asks: true },
  { words: ['bootstrap-token'], asks: true },
  { words: ['kubelet-finalize', 'all'], asks: false },
  { words: ['addon', 'all'], asks: true },
];

/** The dry run on a new machine is in core.lab.test.ts. */
describeLab('dry runs beside a running cluster', (lab) => {
  test('a cluster whose API server writes down all requests', async () => {
    const cp1 = await lab().boot('cp1', { install: ['tsadm'] });
    await installAuditPolicy(cp1);
    await init(cp1, 'tsadm', clusterConfig(cp1, { more: auditLines }));
    await waitForNodes(cp1, ['cp1']);
    await waitForSystemPods(cp1, 7);
    // The instrument works: init itself has written.
    expect(writes(await requestsOfAdmins(cp1)).length).toBeGreaterThan(15);
  });

  test.each(PHASES)('init phase $words sends no write', async ({ words, asks }) => {
    const cp1 = lab().node('cp1');
    const objects = await captureObjects(cp1);
    const before = (await requestsOfAdmins(cp1)).length;
    const command = ['tsadm', 'init', 'phase', ...words, '--config=/root/init.yaml', '--dry-run'];
    expect(await cp1.exec(command)).toMatchObject({ exitCode: 0 });
    const sent = (await requestsOfAdmins(cp1)).slice(before);
    expect(sent.length > 0).toBe(asks);
    expect(writes(sent)).toEqual([]);
    expect(showDifferences(differences(objects, await captureObjects(cp1)))).toBe('');
  });
});
