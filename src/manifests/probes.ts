import type { JsonObject } from '../plan/json.ts';
import type { InitSpec } from '../spec/types.ts';

/** Where a component answers health questions. */
export interface HealthEndpoint {
  /** Empty: the address of the Pod, as the kubelet knows it. */
  readonly host: string;
  readonly port: number;
  readonly scheme: 'HTTP' | 'HTTPS';
  readonly livenessPath: string;
  /** Left out for a component that has no readiness of its own. */
  readonly readinessPath?: string;
  readonly startupPath: string;
}

/** Name of the container port that the probes point at. */
export const probePortName = 'probe-port';

const startupPeriodSeconds = 10;

/**
 * Address for probes of a component that listens on an address. One that listens everywhere is asked on the address
 * of its Pod, which the kubelet fills in when `host` is missing.
 */
export function probeHost(bindAddress: string): string {
  return bindAddress === '0.0.0.0' || bindAddress === '::' ? '' : bindAddress;
}

/** The probe fields of a container. A component may take `controlPlaneComponentHealthCheck` to start. */
export function probes(endpoint: HealthEndpoint, timeouts: InitSpec['timeouts']): JsonObject {
  const startupFailures = Math.ceil(timeouts.controlPlaneComponentHealthCheck / 1000 / startupPeriodSeconds);
  return {
    livenessProbe: {
      httpGet: httpGet(endpoint, endpoint.livenessPath),
      initialDelaySeconds: 10,
      timeoutSeconds: 15,
      failureThreshold: 8,
      periodSeconds: 10,
    },
    ...(endpoint.readinessPath === undefined
      ? {}
      : {
          readinessProbe: {
            httpGet: httpGet(endpoint, endpoint.readinessPath),
            timeoutSeconds: 15,
            failureThreshold: 3,
            periodSeconds: 1,
          },
        }),
    startupProbe: {
      httpGet: httpGet(endpoint, endpoint.startupPath),
      initialDelaySeconds: 10,
      timeoutSeconds: 15,
      // Go leaves out a zero; the kubelet then takes three.
      ...(startupFailures === 0 ? {} : { failureThreshold: startupFailures }),
      periodSeconds: startupPeriodSeconds,
    },
  };
}

function httpGet(endpoint: HealthEndpoint, path: string): JsonObject {
  return {
    ...(endpoint.host === '' ? {} : { host: endpoint.host }),
    path,
    port: probePortName,
    scheme: endpoint.scheme,
  };
}
