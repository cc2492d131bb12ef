import { expect, test } from 'vitest';
import { bootCopyEnd } from '../../src/operations/boot-copy-end.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { operationContext } from './operation-context.ts';

const input = { entry: '/etc/tmpfiles.d/tsadm-manifest.conf' };

test('what a boot would put back goes, once', async () => {
  const host = memoryHost({ files: { [input.entry]: 'C! a - - - - b\n', '/etc/tmpfiles.d/other.conf': 'x' } });
  const context = operationContext({ host });
  expect(await bootCopyEnd.look!(input, context)).toMatchObject({ verdict: 'do' });
  await bootCopyEnd.act(input, context);
  expect(await host.files.list('/etc/tmpfiles.d')).toEqual(['other.conf']);
  expect(await bootCopyEnd.look!(input, context)).toMatchObject({ verdict: 'keep' });
});
