import { bootstrapRbac } from '../../manifests/bootstrap-rbac.ts';
import { bootstrapTokenSecret } from '../../manifests/bootstrap-token.ts';
import { clusterInfo, clusterInfoKubeconfig } from '../../manifests/cluster-info.ts';
import { authorityLooks } from '../../pki/authority.ts';
import { certificateNamed, certificatePaths } from '../../pki/cert-list.ts';
import { factText } from '../../pki/fact-text.ts';
import { currentCluster, parseKubeconfig } from '../../pki/kubeconfig.ts';
import type { Effect } from '../../plan/effect.ts';
import { type FileFact, fileFact } from '../../plan/facts.ts';
import type { Note, Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { controlPlaneEndpoint } from '../../spec/endpoint.ts';
import type { InitSpec } from '../../spec/types.ts';
import { adminVia, ensureClusterAdmins } from '../admin-via.ts';
import { applyObjects } from '../apply-objects.ts';
import { knownTokens, tokenMints } from '../bootstrap-tokens.ts';

const phase = 'bootstrap-token';

/** Server and CA that nodes are told: those of the admin kubeconfig, else what it would hold. */
function clusterOf(
  fact: FileFact,
  context: PhaseContext<InitSpec>,
): { readonly server: string; readonly authorityData: string } {
  const text = factText(fact);
  const config = text === undefined ? undefined : parseKubeconfig(text);
  const cluster = config?.value === undefined ? undefined : currentCluster(config.value).value;
  const { certificate } = certificatePaths(certificateNamed('ca'), context.spec);
  const authority = cluster?.authority ?? factText(fileFact(context.facts, certificate)) ?? '';
  return { server: cluster?.server ?? controlPlaneEndpoint(context.spec), authorityData: btoa(authority) };
}

function plan(context: PhaseContext<InitSpec>): Plan {
  const { spec, facts, secrets } = context;
  const via = adminVia(spec);
  const tokens = knownTokens(spec, secrets);
  const { server, authorityData } = clusterOf(fileFact(facts, spec.options.kubeconfig), context);
  const secretEffects: readonly Effect[] = tokens.map((token, index) => ({
    kind: 'apply',
    id: `${phase}:token/${index}`,
    why: 'let nodes join with a bootstrap token',
    group: phase,
    object: { ...bootstrapTokenSecret(token, facts.startedAt), via },
  }));
  const notes: readonly Note[] = spec.options.skipTokenPrint
    ? []
    : tokens.map(({ token }) => ({
        level: 'info',
        text: `Using token: ${token.reveal()}`,
        publicText: `Using token: ${token.reveal().split('.')[0]}.****************`,
      }));
  return {
    notes,
    effects: [
      ...ensureClusterAdmins(phase, spec),
      ...secretEffects,
      ...applyObjects(phase, 'let nodes ask for certificates and have them approved', bootstrapRbac(spec), via),
      ...applyObjects(
        phase,
        'publish where the cluster is and which CA it has',
        clusterInfo(clusterInfoKubeconfig(server, authorityData)),
        via,
      ),
    ],
  };
}

/** Tokens with which nodes join, the rights that they need, and the public description of the cluster. */
export const bootstrapToken: Phase<InitSpec> = {
  name: phase,
  aliases: ['bootstraptoken'],
  short: 'Make the bootstrap tokens with which nodes join',
  example: '{{program}} init phase bootstrap-token',
  flags: ['config', 'dry-run', 'kubeconfig', 'skip-token-print'],
  reads: ['advertise-address', 'kubernetes-version'],
  looks: (spec) => [{ kind: 'file', path: spec.options.kubeconfig }, ...authorityLooks('ca', spec)],
  mints: ({ spec }) => tokenMints(spec),
  steps: [plan],
};
