/** Bundles src/main.ts into one executable file, dist/tsadm.cjs. */
import { chmod } from 'node:fs/promises';
import { build } from 'esbuild';

const outfile = 'dist/tsadm.cjs';

const result = await build({
  entryPoints: ['src/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  // CommonJS: starts faster than an ES module, and `import()` inside becomes a wrapper that runs a module when first used.
  format: 'cjs',
  minifyWhitespace: true,
  legalComments: 'linked',
  banner: { js: '#!/usr/bin/env node' },
  metafile: true,
  logLevel: 'warning',
});
await chmod(outfile, 0o755);

const bytes = result.metafile.outputs[outfile]!.bytes;
console.log(`${outfile}: ${Math.round(bytes / 1024)} KiB`);
