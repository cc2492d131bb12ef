/** Shows what tsadm does: a cluster on a machine of the lab, or, where that cannot be, its files in a folder. */
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { whatIsMissing } from '../test/lab/requirements.ts';
import { currentExecutable } from './current-executable.ts';
import { demoInFolder } from './demo-folder.ts';
import { demoOnMachine } from './demo-machine.ts';

try {
  const { values } = parseArgs({ options: { keep: { type: 'boolean' } } });
  const missing = whatIsMissing();
  if (missing === undefined) {
    await currentExecutable(console.log);
    await demoOnMachine(values.keep === true);
  } else {
    console.log(`No machine can be booted here: ${missing}.`);
    console.log('Instead, the files of a control plane are made in a folder.');
    await execa('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'inherit', 'inherit'] });
    await demoInFolder('dist/tsadm.cjs');
  }
} catch (error) {
  console.error(`demo: ${(error as Error).message}`);
  process.exitCode = 1;
}
