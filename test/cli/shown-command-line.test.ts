import { expect, test } from 'vitest';
import { shownCommandLine } from '../../src/cli/shown-command-line.ts';

test.each([
  [['init', '--config', '/a/b.yaml'], 'tsadm init --config /a/b.yaml'],
  [['init', '--token', 'abcdef.0123456789abcdef', '--v=5'], 'tsadm init --token <value withheld> --v=5'],
  [['init', '--certificate-key=00ff'], 'tsadm init --certificate-key=<value withheld>'],
  [['join', 'a:6443', '--discovery-token', '--token'], 'tsadm join a:6443 --discovery-token <value withheld>'],
  [
    ['init', '--certificate_key=00ff', '--discovery_token', 'a'],
    'tsadm init --certificate_key=<value withheld> --discovery_token <value withheld>',
  ],
  [
    ['join', '--discovery-file=https://me:secret@files/c.conf'],
    "tsadm join '--discovery-file=https://<value withheld>@files/c.conf'",
  ],
  [['init', '--token-ttl', '1h'], 'tsadm init --token-ttl 1h'],
  [['init', '--node-name', "it's", ''], `tsadm init --node-name 'it'\\''s' ''`],
])('%j', (words, shown) => {
  expect(shownCommandLine('tsadm', words)).toBe(shown);
});
