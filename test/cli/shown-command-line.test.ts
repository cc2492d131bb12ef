import { expect, test } from 'vitest';
import { shownCommandLine } from '../../src/cli/shown-command-line.ts';

test.each([
  [['init', '--config', '/a/b.yaml'], 'tsadm init --config /a/b.yaml'],
  [['init', '--token', 'abcdef.0123456789abcdef', '--v=5'], 'tsadm init --token <value withheld> --v=5'],
  [['init', '--certificate-key=00ff'], 'tsadm init --certificate-key=<value withheld>'],
  [['join', 'a:6443', '--discovery-token', '--token'], 'tsadm join a:6443 --discovery-token <value withheld>'],
  [['init', '--token-ttl', '1h'], 'tsadm init --token-ttl 1h'],
  [['init', '--node-name', "it's", ''], `tsadm init --node-name 'it'\\''s' ''`],
])('%j', (words, shown) => {
  expect(shownCommandLine('tsadm', words)).toBe(shown);
});
