import type { LiveObject, Outcome } from './experiment.ts';

/** What counts of an outcome. */
export interface DnsVerdict {
  /** `refused` and the findings about CoreDNS, a line a command. */
  readonly commands: readonly string[];
  /** Data of the ConfigMap. */
  readonly data: Record<string, string> | undefined;
  /** Name, replicas, image, and the keys that are mounted, a line a Deployment. */
  readonly deployments: readonly string[];
}

/** What both programs must agree on; each says it in its own words. */
export function dnsVerdict({ ended, data, deployments }: Outcome): DnsVerdict {
  return {
    commands: ended.map(({ code, out, err }) => {
      const found = `${out}${err}`.matchAll(/^\s*\[(?:WARNING|ERROR) (CoreDNS\w+)\]|^Warning: (CoreDNS\w+):/gm);
      const names = [...found].map(([, kubeadms, ours]) => kubeadms ?? ours);
      return [code === 0 ? 'done' : 'refused', ...[...new Set(names)].sort()].join(' ');
    }),
    data: data && { ...data },
    deployments: deployments.map(deploymentLine),
  };
}

function deploymentLine({ metadata, ...object }: LiveObject): string {
  const { replicas, template } = object['spec'] as {
    readonly replicas: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly { readonly image: string }[];
        readonly volumes: readonly { readonly configMap: { readonly items: unknown } }[];
      };
    };
  };
  const items = JSON.stringify(template.spec.volumes.map(({ configMap }) => configMap.items));
  return `${metadata.name} ${replicas} ${template.spec.containers[0]!.image} ${items}`;
}
