import type { Finding } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { CorefileProblem } from '../../spec/corefile/corefile.ts';
import { type CorefileNotice, notMigrated } from '../../spec/corefile/corefile-notices.ts';
import { dnsConfigMap, dnsDeployments, dnsRelease, installedDns } from '../../spec/corefile/installed-dns.ts';
import { migrateCorefile } from '../../spec/corefile/migrate-corefile.ts';
import { readCorefile } from '../../spec/corefile/read-corefile.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { minorFacts } from '../../spec/versions.ts';
import { type Check, problem } from './check.ts';

/**
 * Whether the Corefile has a way to the CoreDNS of the version to come: the release that runs must be known and not newer.
 * kubeadm asks also where CoreDNS is turned off or not there (1.35.4 to 1.37.0).
 */
export function corednsMigration(spec: UpgradeSpec): Check {
  const name = 'CoreDNSMigration';
  return {
    name,
    look: ({ host }) =>
      withInstalled(spec, host, name, ({ corefile, from, to }) => {
        try {
          migrateCorefile(from, to, corefile());
          return [];
        } catch (error) {
          if (!(error instanceof CorefileProblem)) throw error;
          return [problem(name, `CoreDNS cannot be upgraded: ${error.message}`, { hint })];
        }
      }),
  };
}

/** Plugins and options that a migration leaves as they are, because it does not know them: somebody has to look. */
export function corednsUnsupportedPlugins(spec: UpgradeSpec): Check {
  const name = 'CoreDNSUnsupportedPlugins';
  return {
    name,
    look: ({ host }) =>
      withInstalled(spec, host, name, ({ corefile, from, to }) => {
        if (from === to) return [];
        const notices = notMigrated(from, to, corefile());
        if ('problem' in notices) {
          return [problem(name, `what is in the Corefile cannot be judged: ${notices.problem}`, { hint })];
        }
        if (notices.length === 0) return [];
        const named = [...new Set(notices.map(nameOf))].join(', ');
        return [
          problem(name, `the Corefile has what no migration to CoreDNS ${to} knows, which stays as it is: ${named}`, {
            hint: `see whether CoreDNS ${to} still takes it, then pass --ignore-preflight-errors=${name}`,
          }),
        ];
      }),
  };
}

const hint =
  'mend that (the tag of the image of the Deployment coredns in kube-system tells the release), or see to CoreDNS yourself: pass over CoreDNSMigration and CoreDNSUnsupportedPlugins, with --skip-phases=addon/coredns';

interface Way {
  /** @throws CorefileProblem when it cannot be read */
  readonly corefile: () => ReturnType<typeof readCorefile>;
  readonly from: string;
  readonly to: string;
}

async function withInstalled(
  { options, cluster }: UpgradeSpec,
  host: Host,
  name: string,
  judge: (way: Way) => readonly Finding[],
): Promise<readonly Finding[]> {
  const api = await host.kube.connect({ kubeconfig: options.kubeconfig });
  const { labels, ...kind } = dnsDeployments;
  const [map, deployments] = await Promise.all([api.get(dnsConfigMap), api.list(kind, { labels })]);
  const installed = installedDns(map, map === undefined ? [] : deployments);
  if ('problem' in installed) return [problem(name, installed.problem, { hint })];
  return judge({
    corefile: () => readCorefile(installed.corefile ?? ''),
    from: dnsRelease(installed.tag),
    to: dnsRelease(minorFacts(cluster.kubernetesVersion).coreDnsTag),
  });
}

function nameOf({ plugin, option }: CorefileNotice): string {
  return option === undefined ? plugin : `${plugin}.${option}`;
}
