import { factText } from '../pki/fact-text.ts';
import type { AwaitEffect } from '../plan/effect.ts';
import { fileFact, type Look } from '../plan/facts.ts';
import type { PhaseContext } from '../plan/phase.ts';
import { manifestPath } from '../spec/paths.ts';
import type { InitSpec } from '../spec/types.ts';
import { controlPlaneComponents } from './control-plane-pods.ts';
import { componentHealthUrls } from './health-urls.ts';

/** Health endpoints are local and cheap; kubeadm asks every 500 ms. */
const intervalMs = 100;

/** The manifests, which say where the components listen. */
export function componentWaitLooks(): readonly Look[] {
  return controlPlaneComponents.map((component) => ({ kind: 'file', path: manifestPath(component) }));
}

/** Waits, all at once, until API server, controller manager and scheduler of this node are healthy. */
export function waitForComponents(
  phase: string,
  { spec, facts }: PhaseContext<Pick<InitSpec, 'localAPIEndpoint' | 'nodeRegistration' | 'timeouts'>>,
): readonly AwaitEffect[] {
  const manifests = new Map(
    controlPlaneComponents.map((component) => [component, factText(fileFact(facts, manifestPath(component)))] as const),
  );
  return Object.entries(componentHealthUrls(spec, manifests)).map(([component, url]) => ({
    kind: 'await',
    id: `${phase}:${component}`,
    why: `wait for a healthy ${component} at ${url}`,
    group: phase,
    probe: { kind: 'http', component, url, criSocket: spec.nodeRegistration.criSocket },
    intervalMs,
    timeoutMs: spec.timeouts.controlPlaneComponentHealthCheck,
  }));
}
