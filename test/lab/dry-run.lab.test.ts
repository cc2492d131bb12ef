import { expect, test } from 'vitest';
import { auditLines, installAuditPolicy, requestsOfAdmins, writes } from './api-audit.ts';
import { clusterConfig, init, waitForNodes, waitForSystemPods } from './cluster.ts';
import { captureObjects } from './cluster-objects.ts';
import { describeLab } from './describe-lab.ts';
import { differences, showDifferences } from './difference.ts';

const PHASES = [
  ['wait-control-plane'],
  ['upload-config', 'all'],
  ['upload-certs', '--upload-certs'],
  ['mark-control-plane'],
  ['bootstrap-token'],
  ['kubelet-finalize', 'all'],
  ['addon', 'all'],
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

  test.each(PHASES)('init phase %s sends no write', async (...words) => {
    const cp1 = lab().node('cp1');
    const objects = await captureObjects(cp1);
    const before = (await requestsOfAdmins(cp1)).length;
    const command = ['tsadm', 'init', 'phase', ...words, '--config=/root/init.yaml', '--dry-run'];
    // mark-control-plane and the like take no other words; the output says what would be done.
    expect(await cp1.exec(command)).toMatchObject({ exitCode: 0 });
    const sent = (await requestsOfAdmins(cp1)).slice(before);
    expect(writes(sent)).toEqual([]);
    expect(showDifferences(differences(objects, await captureObjects(cp1)))).toBe('');
  });
});
