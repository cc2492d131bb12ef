import { expect, test } from 'vitest';
import { fatalLine } from '../../../src/observe/startup/fatal-line.ts';

const running = 'I1121 07:30:35.372136       1 controller.go:161] "Starting controller" name="x"';
const complaint = 'E1121 07:30:35.368305       1 options.go:205] The manifest file is empty, ignoring.';

test.each([
  ['nothing', [], ''],
  [
    'a flag, before all that are known',
    ['Error: unknown flag: --x', '', 'Usage:', '  kube-scheduler [flags]'],
    'unknown flag: --x',
  ],
  [
    'a flag, behind all that are known',
    ['Usage:', '  --y string   what y is', 'Error: unknown flag: --x'],
    'unknown flag: --x',
  ],
  [
    'a flag of etcd',
    ['flag provided but not defined: -x', 'Usage:', '', '  etcd [flags]'],
    'flag provided but not defined: -x',
  ],
  [
    'the error of klog',
    [running, 'E1121 07:33:31.821958       1 run.go:72] "command failed" err="listen on \\"x\\": bind"', complaint],
    'listen on "x": bind',
  ],
  ['the last complaint', [complaint, running], 'The manifest file is empty, ignoring.'],
  ['the last line', ['something', 'else', ''], 'else'],
  [
    'the error of zap, with its file and without its stack',
    [
      '{"level":"info","msg":"starting"}',
      '{"level":"panic","msg":"failed to open database","path":"/db","error":"invalid database","stacktrace":"go\\n"}',
      'panic: failed to open database',
      'goroutine 1 [running]:',
    ],
    'failed to open database: /db: invalid database',
  ],
  ['zap, cut off', ['{"level":"fatal","msg":"discovery failed","error":"no \\"x\\"","stack'], 'no "x"'],
  [
    'passwords and tokens',
    ['Error: proxy http://me:pass123@p:1, token abcdef.0123456789abcdef'],
    'proxy http://me:<not shown>@p:1, token abcdef.<not shown>',
  ],
])('%s', (_, lines, wanted) => {
  expect(fatalLine(lines).replaceAll('\\"', '"')).toBe(wanted);
});
