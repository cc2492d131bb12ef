import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { serveCri } from '../../fakes/cri-server.ts';
import { fakeCris } from '../../fakes/fake-cri.ts';

/** A container runtime for a machine of a state: `node runtime.cjs SOCKET PAUSE-IMAGE [old] [unready]`. It ends by itself. */
const [socket = '', sandboxImage = '', ...traits] = process.argv.slice(2);
const cris = fakeCris([socket]);
const runtime = cris.runtimes.get(socket)!;
runtime.sandboxImage = sandboxImage;
if (traits.includes('old')) runtime.cgroupDriver = undefined;
if (traits.includes('unready')) {
  runtime.conditions = [{ type: 'RuntimeReady', status: false, reason: 'Starting', message: 'still starting' }];
}
mkdirSync(dirname(socket), { recursive: true });
serveCri(cris.connect(socket), socket);
setTimeout(() => process.exit(0), 60_000);
