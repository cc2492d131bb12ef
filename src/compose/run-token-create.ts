import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { RunEnd } from '../cli/run-command.ts';
import { runWorkflow } from '../engine/run.ts';
import { bootstrapTokenExpiration } from '../manifests/bootstrap-token.ts';
import { findKubeconfig } from '../observe/find-kubeconfig.ts';
import { type JoinWords, observeJoinWords } from '../observe/join-words.ts';
import { knownTokens } from '../phases/bootstrap-tokens.ts';
import { tokenCreate } from '../workflows/token-create.ts';
import { initConfiguration } from './init-configuration.ts';
import { initEngine } from './init-engine.ts';
import type { Surroundings } from './run-init.ts';

/** `token create`: the token, or the command that joins a node with it, is all that goes to standard output. */
export async function runTokenCreate(invocation: WorkflowInvocation, surroundings: Surroundings): Promise<RunEnd> {
  const { host, signal } = surroundings;
  const loaded = await initConfiguration(invocation, surroundings);
  const kubeconfig = await findKubeconfig(invocation.options.kubeconfig, host);
  const spec = { ...loaded.spec, options: { ...loaded.spec.options, kubeconfig } };
  // Looked at before anything is made: a token whose command cannot be told is of no use.
  const words = invocation.options.printJoinCommand ? await observeJoinWords(kubeconfig, host) : undefined;
  const end = await runWorkflow(initEngine(loaded, surroundings), {
    workflow: tokenCreate,
    selection: { kind: 'all' },
    skipPhases: [],
    spec,
    ignorePreflightErrors: [],
    dryRun: invocation.dryRun ?? false,
    apiTimeoutMs: spec.timeouts.kubernetesAPICall,
    signal,
  });
  // A dry run mints nothing, so it may have no token to tell.
  const isKnown = end.outcome !== 'planned' || spec.bootstrapTokens[0]?.token !== undefined;
  const token = isKnown ? knownTokens(spec, end.secrets)[0] : undefined;
  if (token === undefined) return end;
  const command =
    words && joinCommand(invocation.options.program, words, token.token.reveal(), spec.certificateKey?.reveal());
  return {
    ...end,
    text: `${command ?? token.token.reveal()}\n`,
    result: {
      token: token.token.reveal(),
      expires: bootstrapTokenExpiration(token, end.startedAt) ?? null,
      ...(command === undefined ? {} : { joinCommand: command.trimEnd() }),
    },
  };
}

/** One line, blank at its end included, as kubeadm prints it (1.36.3). */
function joinCommand(program: string, { endpoint, pins }: JoinWords, token: string, key: string | undefined): string {
  const hashes = pins.map((pin) => `--discovery-token-ca-cert-hash ${pin} `).join('');
  const controlPlane = key === undefined ? '' : `--control-plane --certificate-key ${key}`;
  return `${program} join ${endpoint} --token ${token} ${hashes}${controlPlane}`;
}
