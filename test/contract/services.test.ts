import { nodeServiceManager } from '../../src/host/node-service-manager.ts';
import { fakeExec } from '../fakes/fake-exec.ts';
import { fakeServices } from '../fakes/fake-services.ts';
import { fakeSystemctl } from '../fakes/fake-systemctl.ts';
import { servicesContract } from './services.ts';

servicesContract(
  'fakeServices',
  () => fakeServices(),
  () => Object.assign(fakeServices(), { init: undefined }),
);

servicesContract(
  'nodeServiceManager',
  () => nodeServiceManager(fakeExec({ systemctl: fakeSystemctl({ kubelet: 'inactive' }), journalctl: {} })),
  () => nodeServiceManager(fakeExec()),
);
