import { parseKubeconfig, withServer } from '../../pki/kubeconfig.ts';
import { type ApiRef, refKey } from '../../plan/api-object.ts';
import { secretText, text } from '../../plan/artifact.ts';
import type { Effect } from '../../plan/effect.ts';
import { fileFact } from '../../plan/facts.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { Secret } from '../../plan/secret.ts';
import { localEndpoint } from '../../spec/endpoint.ts';
import type { FoundCluster, JoinSpec } from '../../spec/join-spec.ts';
import { kubeletBootstrapKubeconfig, kubeletKubeconfig } from '../../spec/paths.ts';
import { kubeletFileLooks, kubeletFiles } from '../kubelet-files.ts';
import { discoveryFlags } from './discovery-flags.ts';
import { discoveryVia } from './discovery-via.ts';

/** What the kubelet is told of the cluster is written together. */
const clusterGroup = 'kubelet-start:cluster';

function nodeRef(spec: JoinSpec): ApiRef {
  return { apiVersion: 'v1', kind: 'Node', name: spec.nodeRegistration.name };
}

/** The kubelet of this machine has its kubeconfig: it has asked for its certificate before. */
function hasBootstrapped({ facts }: PhaseContext<JoinSpec>): boolean {
  return fileFact(facts, kubeletKubeconfig).state === 'present';
}

/**
 * A Node of the same name that is Ready is another machine, which would lose its name to this one (kubeadm 1.36.3). Once
 * the kubelet here has its kubeconfig, the Node is its own.
 */
function nameTaken(context: PhaseContext<JoinSpec>): readonly string[] {
  if (hasBootstrapped(context)) return [];
  const { spec, facts } = context;
  const { name } = spec.nodeRegistration;
  const fact = facts.objects.get(refKey(nodeRef(spec)));
  if (fact?.state === 'unknown')
    return [`whether the cluster has a Node "${name}" already cannot be told: ${fact.why}`];
  if (fact?.state !== 'present') return [];
  const { conditions = [] } = (fact.object['status'] ?? {}) as { readonly conditions?: readonly JsonObject[] };
  if (!conditions.some(({ type, status }) => type === 'Ready' && status === 'True')) return [];
  return [
    `the cluster has a Node "${name}" that is Ready. Choose another name with --node-name; or, if that machine is gone, take it away first: kubectl delete node ${name}`,
  ];
}

/** A control plane asks the API server beside it, so that its kubelet never depends on others (kubeadm, since 1.35). */
function bootstrapText(spec: JoinSpec, found: FoundCluster): Secret {
  if (!spec.controlPlane) return found.bootstrapKubeconfig;
  const config = parseKubeconfig(found.bootstrapKubeconfig.reveal());
  if (config.value === undefined) throw new Error(`the bootstrap kubeconfig cannot be read: ${config.problem}`);
  return new Secret(withServer(config.value, localEndpoint(spec)), 'bootstrap kubeconfig');
}

function bootstrap(context: PhaseContext<JoinSpec>, found: FoundCluster): readonly Effect[] {
  if (hasBootstrapped(context)) return [];
  const { spec } = context;
  return [
    {
      kind: 'write',
      id: 'kubelet-start:bootstrap-kubeconfig',
      why: 'let the kubelet ask the cluster for its certificate',
      group: clusterGroup,
      artifact: {
        what: 'bootstrap kubeconfig of the kubelet',
        files: [{ path: kubeletBootstrapKubeconfig, mode: 0o600, content: secretText(bootstrapText(spec, found)) }],
        sameWhen: 'bytes',
        directoryMode: 0o755,
      },
    },
  ];
}

function plan(context: PhaseContext<JoinSpec>): Plan {
  const { spec } = context;
  const { found } = spec;
  if (found === undefined) throw new Error('the kubelet is configured before the cluster is found');
  const { env, instance, config, notes } = kubeletFiles(context, { registerWithTaints: !spec.controlPlane });
  return {
    refusals: nameTaken(context),
    notes,
    effects: [
      ...bootstrap(context, found),
      {
        kind: 'write',
        id: 'kubelet-start:ca',
        why: 'let the kubelet know the CA of the cluster',
        group: clusterGroup,
        artifact: {
          what: 'CA of the cluster',
          files: [{ path: spec.caCertPath, mode: 0o644, content: text(found.authority) }],
          sameWhen: 'exists',
          directoryMode: 0o755,
        },
      },
      {
        kind: 'call',
        id: 'kubelet-start:stop',
        why: 'stop the kubelet while its configuration changes',
        operation: 'kubelet-stop',
        input: {},
        preparesStep: true,
      },
      ...instance,
      config,
      env,
      {
        kind: 'call',
        id: 'kubelet-start:start',
        why: 'start the kubelet',
        operation: 'kubelet-start',
        input: {},
        leadsTo: [kubeletKubeconfig],
      },
    ],
  };
}

/** Writes what the kubelet needs to ask for its certificate, and its configuration; starts it. */
export const kubeletStart: Phase<JoinSpec> = {
  name: 'kubelet-start',
  short: 'Write the kubelet configuration and start the kubelet',
  example: '{{program}} join phase kubelet-start --config kubeadm.yaml',
  flags: [...discoveryFlags, 'cri-socket', 'node-name', 'patches'],
  reads: ['node-name', 'cri-socket', 'systemd-resolved', 'advertise-address', 'cluster'],
  looks: (spec) => [
    ...kubeletFileLooks(spec),
    { kind: 'file', path: kubeletKubeconfig },
    { kind: 'file', path: kubeletBootstrapKubeconfig },
    { kind: 'file', path: spec.caCertPath },
    { kind: 'object', ref: nodeRef(spec), via: discoveryVia },
  ],
  steps: [plan],
};
