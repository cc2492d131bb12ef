/** npm run build: dist/tsadm.cjs. */
import { bundle } from './bundle.ts';

const outfile = 'dist/tsadm.cjs';
const { parts, bytes } = await bundle(outfile);
console.log(`${outfile}: ${parts} parts, ${Math.round(bytes / 1024)} KiB`);
