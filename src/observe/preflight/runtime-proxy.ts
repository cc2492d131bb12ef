import type { Host } from '../../host/host.ts';
import { type ProxyEnv, proxyFor } from '../../host/proxy.ts';
import { type Check, caution } from './check.ts';

const name = 'RuntimeProxy';

/**
 * Where images are reached through a proxy, the container runtime knows of it: it pulls them with its own environment, and
 * not with that of this command. kubeadm does not look (1.37.0).
 */
export const runtimeProxy: Check = {
  name,
  async look({ host, spec }) {
    const registry = spec.cluster.imageRepository.split('/')[0]!;
    const service = services.find((word) => spec.nodeRegistration.criSocket.includes(word));
    if (service === undefined || spec.nodeRegistration.imagePullPolicy === 'Never') return [];
    if (!goesThroughProxy(registry, host.process.env, false)) return [];
    const environment = await environmentOf(service, host);
    if (environment === undefined || goesThroughProxy(registry, environment, true)) return [];
    const dropIn = `/etc/systemd/system/${service}.service.d/http-proxy.conf`;
    return [
      caution(
        name,
        `this command reaches ${registry} through a proxy, but the service ${service}, which pulls the images, knows of none`,
        {
          hint: `write HTTPS_PROXY and NO_PROXY as Environment= of [Service] to ${dropIn}, then: systemctl daemon-reload && systemctl restart ${service}`,
        },
      ),
    ];
  },
};

const services = ['containerd', 'crio'] as const;

/** @param unless the answer where the variables hold no URL: for this command that is the finding of HTTPProxy */
function goesThroughProxy(registry: string, env: ProxyEnv, unless: boolean): boolean {
  try {
    return proxyFor(`https://${registry}`, env) !== undefined;
  } catch {
    return unless;
  }
}

/** The environment that a service was started with; undefined when it does not run or cannot be looked into. */
async function environmentOf(service: string, host: Host): Promise<ProxyEnv | undefined> {
  if ((await host.services.kind()) !== 'systemd' || !(await host.services.isActive(service))) return undefined;
  const { exitCode, stdout } = await host.exec.run('systemctl', ['show', '--property=MainPID', '--value', service]);
  const pid = stdout.trim();
  if (exitCode !== 0 || !/^[1-9]\d*$/.test(pid)) return undefined;
  const text = await host.files.read(`/proc/${pid}/environ`);
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split('\0').map((entry) => {
      const cut = entry.indexOf('=');
      return [entry.slice(0, cut), entry.slice(cut + 1)];
    }),
  );
}
