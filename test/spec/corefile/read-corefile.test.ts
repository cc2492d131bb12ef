import { expect, test } from 'vitest';
import { CorefileProblem } from '../../../src/spec/corefile/corefile.ts';
import { readCorefile } from '../../../src/spec/corefile/read-corefile.ts';

test('blocks, plugins and options, three levels deep', () => {
  const text = `# ours
.:53 example.org {
    errors
    kubernetes cluster.local in-addr.arpa { # why
        pods insecure
        deeper {
            not read
        }
    }
}
corp {
}
`;
  expect(readCorefile(text)).toEqual({
    servers: [
      {
        addresses: ['.:53', 'example.org'],
        plugins: [
          { name: 'errors', args: [], options: [] },
          {
            name: 'kubernetes',
            args: ['cluster.local', 'in-addr.arpa'],
            options: [
              { name: 'pods', args: ['insecure'] },
              { name: 'deeper', args: [] },
            ],
          },
        ],
      },
      { addresses: ['corp'], plugins: [] },
    ],
  });
});

test('a closing brace in a line of other words is one of them, as for kubeadm', () => {
  expect(readCorefile('. {\n health { lameduck 5s }\n}\n').servers[0]!.plugins).toEqual([
    { name: 'health', args: [], options: [{ name: 'lameduck', args: ['5s', '}'] }] },
  ]);
});

test('words outside of what they belong to are refused', () => {
  expect(() => readCorefile('{\n errors\n}\n')).toThrow(CorefileProblem);
  expect(() => readCorefile('. {\n {\n x\n')).toThrow(/"x" stands outside/);
});
