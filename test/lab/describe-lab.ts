import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { diagnose } from './diagnose.ts';
import { Lab } from './lab.ts';
import { say } from './progress.ts';
import { whatIsMissing } from './requirements.ts';

/**
 * A group of tests with a lab of their own: opened before, taken down after. Where the lab cannot be, the tests are
 * skipped and one line says why. When one fails, what its machines have to say is printed.
 */
export function describeLab(name: string, tests: (lab: () => Lab) => void): void {
  const missing = whatIsMissing();
  if (missing) {
    say(`skipping "${name}": ${missing}`);
    describe.skip(name, () => tests(() => undefined as never));
    return;
  }
  describe(name, () => {
    let lab: Lab | undefined;
    beforeAll(async () => {
      lab = await Lab.open(`tests of ${name}`);
    });
    afterEach(async ({ task }) => {
      if (task.result?.state !== 'fail') return;
      for (const machine of lab?.names ?? []) say(await diagnose(lab!.node(machine)));
    });
    afterAll(async () => {
      await lab?.close();
    });
    tests(() => lab!);
  });
}
