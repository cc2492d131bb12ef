import { nodeExec } from '../../src/host/node-exec.ts';
import { fakeExec } from '../fakes/fake-exec.ts';
import { execContract } from './exec.ts';

execContract('fakeExec', () =>
  fakeExec({
    true: {},
    false: { exitCode: 1 },
    echo: (args) => ({ stdout: `${args.join(' ')}\n` }),
    cat: (_, input = '') => ({ stdout: input }),
  }),
);

execContract('nodeExec', () => nodeExec({ env: process.env }));

execContract('nodeExec without an environment', () => nodeExec({ env: {} }));
