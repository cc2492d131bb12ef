import type { Finding } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import type { InitSpec } from '../../spec/types.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { type Check, type CheckOutcome, runChecks } from './check.ts';
import { checkContext } from './check-context.ts';
import { initChecks } from './init-checks.ts';
import { joinChecks, joinControlPlaneChecks } from './join-checks.ts';
import { privilegedUser } from './privileged-user.ts';
import { upgradeApplyChecks, upgradeNodeChecks } from './upgrade-checks.ts';

/** Sets of checks by the name that phases use (Phase.checks). */
const sets: { readonly [name: string]: (spec: InitSpec) => readonly Check[] } = {
  init: initChecks,
  join: (spec) => joinChecks(spec as JoinSpec),
  'join-control-plane': joinControlPlaneChecks,
  'upgrade-first': () => [],
  'upgrade-apply': (spec) => upgradeApplyChecks(spec as UpgradeSpec),
  'upgrade-node': (spec) => upgradeNodeChecks(spec as UpgradeSpec),
};

/** Sets with checks that ask for the version of the kubelet. */
const kubeletSets: ReadonlySet<string> = new Set(['init', 'join']);

/** Runs a named set of checks. */
export async function runCheckSet(
  set: string,
  spec: InitSpec,
  host: Host,
  ignore: readonly string[] = spec.nodeRegistration.ignorePreflightErrors,
): Promise<CheckOutcome> {
  const checksOf = sets[set];
  if (checksOf === undefined) throw new Error(`there is no set of checks named ${set}`);
  const context = checkContext(spec, host);
  return runChecks(privilegedUser, checksOf(spec), context, ignore, () => {
    // The kubelet takes longest to answer; while it does, the other checks load what they look with.
    if (kubeletSets.has(set)) void context.kubelet();
  });
}

/** Only what was found, for those who judge ignoring themselves. */
export async function findingsOf(set: string, spec: InitSpec, host: Host): Promise<readonly Finding[]> {
  return (await runCheckSet(set, spec, host)).findings.map(({ finding }) => finding);
}
