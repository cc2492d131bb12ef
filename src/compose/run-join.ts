import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { RunEnd } from '../cli/run-command.ts';
import type { EngineParts } from '../engine/parts.ts';
import { runWorkflow } from '../engine/run.ts';
import { ConfigError } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { resolveCluster } from '../observe/discovery/resolve-cluster.ts';
import { resolveInputs } from '../observe/resolve-inputs.ts';
import { discoveryVia } from '../phases/join/discovery-via.ts';
import type { Input } from '../plan/phase.ts';
import { durationText } from '../render/duration-text.ts';
import { type JoinSpec, joinSpec } from '../spec/join-spec.ts';
import type { JoinConfiguration } from '../spec/join-types.ts';
import type { LoadedDocument } from '../spec/load-document.ts';
import { loadJoin } from '../spec/load-join.ts';
import { nodeName } from '../spec/rules/node-registration.ts';
import type { WrittenJoin } from '../spec/schema/join.ts';
import { join } from '../workflows/join.ts';
import { documentInput } from './document-input.ts';
import { engineBase } from './engine-base.ts';
import { joinReport } from './join-result.ts';
import { joinedText } from './joined-text.ts';
import { learnAboutNode } from './learn-node.ts';
import type { Surroundings } from './run-init.ts';
import { tellMisnamedChecks } from './tell-misnamed-checks.ts';
import { tellWarnings } from './tell-warnings.ts';

type LoadedJoin = LoadedDocument<JoinConfiguration, WrittenJoin>;

/** `join`, whole or a single phase. Failures are thrown; words about progress go to the reporter. */
export async function runJoin(invocation: WorkflowInvocation, surroundings: Surroundings): Promise<RunEnd> {
  const { host, reporter, signal } = surroundings;
  const loaded = await joinConfiguration(invocation, surroundings);
  const spec = joinSpec(loaded.spec, invocation.options);
  tellMisnamedChecks(spec.nodeRegistration.ignorePreflightErrors, reporter);
  const dryRunDirectory = host.process.env['KUBEADM_JOIN_DRYRUN_DIR'];
  const whole = invocation.selection.kind === 'all';
  const skipPhases = invocation.skipPhases.length > 0 ? invocation.skipPhases : spec.skipPhases;
  const dryRun = invocation.dryRun ?? spec.dryRun;
  if (whole && spec.controlPlane && !dryRun) await beginLikelyKeys(host);
  const end = await runWorkflow(joinEngine(loaded, surroundings), {
    workflow: join,
    selection: invocation.selection,
    skipPhases: whole ? skipPhases : [],
    spec,
    ignorePreflightErrors: spec.nodeRegistration.ignorePreflightErrors,
    dryRun,
    ...(dryRunDirectory ? { dryRunDirectory } : {}),
    apiTimeoutMs: spec.timeouts.kubernetesAPICall,
    signal,
  });
  if (whole && end.outcome === 'succeeded') {
    reporter.emit({ kind: 'note', note: { level: 'output', text: joinedText(end.spec) } });
  }
  if (!whole || end.outcome === 'planned') return end;
  return { ...end, result: joinReport(end), learnt: await learnAboutNode(host, end.spec.cluster.certificatesDir) };
}

/** Of seven certificates and three kubeconfigs. */
const keysOfControlPlane = 10;

/**
 * The longest part of a new control plane's files are its keys. Which kind the cluster wants is known only when it has been
 * found, so that the usual kind is begun meanwhile, on a machine that has none where they usually lie.
 */
async function beginLikelyKeys({ files, random }: Host): Promise<void> {
  const there = await files.stat('/etc/kubernetes/pki/apiserver.key').catch(() => 'unknown');
  if (there === undefined) random.begin('RSA-2048', keysOfControlPlane);
}

async function joinConfiguration(
  invocation: WorkflowInvocation,
  { host, reporter }: Surroundings,
): Promise<LoadedJoin> {
  const loaded = loadJoin(
    await documentInput(invocation, host, 'JoinConfiguration.nodeRegistration.ignorePreflightErrors'),
  );
  tellWarnings(loaded.warnings, reporter);
  return loaded;
}

function joinEngine(loaded: LoadedJoin, surroundings: Surroundings): EngineParts<JoinSpec> {
  return {
    ...engineBase(surroundings),
    async resolveInputs(spec, inputs, host, previous) {
      const found = await resolveInputs(spec, ofNode(spec, inputs), host, previous);
      const resolved = { ...spec, ...found.spec };
      const complaints = nodeName({ spec: resolved, written: { init: loaded.written() } });
      if (complaints.length > 0) throw new ConfigError('this node cannot join', complaints.map(loaded.place));
      return { ...found, spec: resolved };
    },
    // With a token nothing is asked of anybody but the cluster, and without credentials at first.
    asksAhead: loaded.spec.discovery.bootstrapToken !== undefined,
    resolveCluster(spec, _inputs, host, signal, known, emit) {
      const say = (level: 'info' | 'warning', text: string): void =>
        emit({ kind: 'note', phase: 'preflight', note: { level, text } });
      return resolveCluster(spec, {
        host,
        signal,
        known,
        via: discoveryVia,
        waiting: (text) => say('info', `${text}; asking again, for up to ${durationText(spec.timeouts.discovery)}`),
        warn: (text) => say('warning', text),
        reading: () =>
          say('info', 'Reading the cluster configuration from ConfigMap "kubeadm-config" in namespace "kube-system"'),
      });
    },
  };
}

/** A worker announces no address, so it needs no default route to find one. */
function ofNode(spec: JoinSpec, inputs: ReadonlySet<Input>): ReadonlySet<Input> {
  return new Set([...inputs].filter((input) => input !== 'advertise-address' || spec.controlPlane));
}
