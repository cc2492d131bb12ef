import { currentExecutable } from '../../scripts/current-executable.ts';
import { say } from './progress.ts';
import { whatIsMissing } from './requirements.ts';

/** Builds the executable that the tests put into machines, once, so that a whole run has the same. */
export default async function setup(): Promise<void> {
  if (whatIsMissing() === undefined) await currentExecutable(say);
}
