import semver from 'semver';
import type { Finding } from '../../errors.ts';
import type { ExternalEtcd } from '../../spec/types.ts';
import { type Check, problem } from './check.ts';
import type { CheckContext } from './check-context.ts';

const timeoutMs = 10_000;
const tries = 4;
const pauseMs = 5_000;

/** Every external etcd endpoint answers and is new enough. */
export function externalEtcdVersion(etcd: ExternalEtcd): Check {
  const name = 'ExternalEtcdVersion';
  return {
    name,
    async look(context) {
      const paths = [etcd.caFile, etcd.certFile, etcd.keyFile];
      const [ca, cert, key] = await Promise.all(
        paths.map((path) => (path === '' ? undefined : context.host.files.read(path))),
      );
      const missing = paths.filter((path, index) => path !== '' && [ca, cert, key][index] === undefined);
      if (missing.length > 0) {
        const why = `${missing.join(', ')} ${missing.length === 1 ? 'does' : 'do'} not exist`;
        return [
          problem(name, `etcd cannot be asked for its version: ${why}`, {
            hint: 'copy the files from the etcd cluster',
          }),
        ];
      }
      const credentials = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
      const findings = await Promise.all(etcd.httpEndpoints.map((endpoint) => lookAt(endpoint, credentials, context)));
      return findings.flat();
    },
  };

  async function lookAt(
    endpoint: string,
    credentials: { readonly ca?: string; readonly cert?: string; readonly key?: string },
    { host, minor }: CheckContext,
  ): Promise<readonly Finding[]> {
    const url = `${endpoint.replace(/\/+$/, '')}/version`;
    for (let attempt = 1; ; attempt++) {
      const answer = await host.net.httpGet(url, { timeoutMs, ...credentials });
      const version = 'error' in answer ? undefined : versionIn(answer.body);
      if (version !== undefined) {
        if (semver.gte(version, minor.oldestEtcd)) return [];
        return [
          problem(name, `etcd at ${endpoint} is ${version}; ${minor.oldestEtcd} or newer is needed`, {
            hint: 'update etcd first',
          }),
        ];
      }
      if (attempt === tries) {
        const why = 'error' in answer ? answer.error : `status ${answer.status}, and no version in the answer`;
        return [
          problem(name, `etcd at ${endpoint} does not tell its version: ${why}`, {
            hint: `see what it says: curl ${url}, with its CA and a client certificate if it wants one`,
          }),
        ];
      }
      await host.clock.sleep(pauseMs);
    }
  }
}

function versionIn(body: string): string | undefined {
  try {
    return semver.valid((JSON.parse(body) as { readonly etcdserver?: string }).etcdserver) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The files with which the API server proves itself to external etcd are there. */
export function externalEtcdClientCertificates(etcd: ExternalEtcd): Check {
  const name = 'ExternalEtcdClientCertificates';
  return {
    name,
    async look({ host }) {
      const paths = [etcd.caFile, etcd.certFile, etcd.keyFile].filter((path) => path !== '');
      const stats = await Promise.all(paths.map((path) => host.files.stat(path)));
      return paths
        .filter((_, index) => stats[index] === undefined)
        .map((path) =>
          problem(name, `${path} does not exist`, {
            hint: 'copy it from the etcd cluster',
            about: { kind: 'path', value: path },
          }),
        );
    },
  };
}
