import { expect, test } from 'vitest';
import type { Artifact } from '../../src/plan/artifact.ts';
import { Secret } from '../../src/plan/secret.ts';
import { masked } from '../../src/render/mask-text.ts';

const artifact = (secret: string): Artifact => ({
  what: 'manifest',
  files: [],
  sameWhen: 'bytes',
  directoryMode: 0o700,
  masks: [new Secret(secret, 'hidden')],
});

test.each([
  ['anywhere', 'password', 'a: password\n- --x=password', 'a: <hidden>\n- --x=<hidden>'],
  ['in double quotes of YAML', 'pass"word\\', 'a: "pass\\"word\\\\"', 'a: "<hidden>"'],
  ['in single quotes of YAML', "pass'word:", "a: 'pass''word:'", "a: '<hidden>'"],
  [
    'over several lines',
    'first line\nother line',
    'a: |-\n  first line\n  other line',
    'a: |-\n  <hidden>\n  <hidden>',
  ],
  [
    'a short one only where it is a value',
    '1',
    'cpu: 1\n  value: "1"\n- value: 1\nport: 10',
    'cpu: 1\n  value: <hidden>\n- value: <hidden>\nport: 10',
  ],
  ['an empty one nowhere', '', 'a: b', 'a: b'],
])('%s', (_, secret, text, wanted) => {
  expect(masked(text, artifact(secret))).toBe(wanted);
});
