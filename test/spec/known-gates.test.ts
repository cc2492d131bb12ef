import { expect, test } from 'vitest';
import { gateLines } from '../../src/spec/known-gates.ts';

test('the lines of help say of which minors they are true', () => {
  expect(gateLines()).toEqual([
    'ControlPlaneKubeletLocalMode=true|false (default=true) in 1.35',
    'NodeLocalCRISocket=true|false (BETA - default=true) in 1.35, (default=true) in 1.36',
    'PublicKeysECDSA=true|false (DEPRECATED - default=false) in 1.35 and 1.36',
    'RootlessControlPlane=true|false (ALPHA - default=false)',
  ]);
});
