import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkGuide } from '../../../src/observe/preflight/check-guide.ts';
import type { Release } from '../../lab/versions.ts';
import { configurationText } from '../configuration-text.ts';
import { type Programs, runOnMachine } from '../sandbox.ts';
import { type CheckedCommand, caseOf, type MachineState } from './machine.ts';

/** What a program found on a machine. */
export interface Verdict {
  /** `ERROR NumCPU`, sorted, each once; without those of checks that kubeadm does not have. */
  readonly findings: readonly string[];
  readonly refused: boolean;
  /** All that it said. */
  readonly text: string;
}

/** What both programs find on a machine in a state. */
export async function verdictsOn(
  command: CheckedCommand,
  state: MachineState,
  release: Release,
  programs: Programs,
  runtime: string,
): Promise<{ readonly theirs: Verdict; readonly ours: Verdict }> {
  const one = caseOf(command, state, release, runtime, `registry.k8s.io/pause:${release.pause}`);
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-preflight-'));
  try {
    const [theirs, ours] = await Promise.all(
      (['kubeadm', 'tsadm'] as const).map(async (program) => {
        const ran = await runOnMachine(one, program, programs, configurationText(one, release), join(folder, program));
        return verdictOf(ran.steps[0]!);
      }),
    );
    return { theirs: theirs!, ours: ours! };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdictOf({
  refused,
  out,
  err,
}: {
  readonly refused: boolean;
  readonly out: string;
  readonly err: string;
}): Verdict {
  const text = `${out}${err}`;
  const found = [...text.matchAll(/^\s*\[(WARNING|ERROR) ([^\]]+)\]/gm)].map(
    ([, severity, name]) => `${severity} ${name}`,
  );
  return {
    findings: [...new Set(found)].filter((entry) => checkGuide(entry.split(' ')[1]!)?.ours !== true).sort(),
    refused,
    text,
  };
}
