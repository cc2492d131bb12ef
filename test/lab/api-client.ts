import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { LabNode } from './node.ts';

/** Ten questions a second, each given a second. */
const INTERVAL_MS = 100;
const PATIENCE_MS = 1000;

/** What a client saw of the API while it asked. */
export interface Heard {
  readonly answers: number;
  readonly failures: number;
  /** The longest time without an answer; milliseconds. */
  readonly longestGapMs: number;
  /** When that ended, for people who look into logs. */
  readonly longestGapAt: string;
}

/** Asks the API servers of control planes as an administrator, one after the other when one gives no answer. */
export async function beginAsking(
  through: LabNode,
  controlPlanes: readonly LabNode[],
): Promise<{ end(): Promise<Heard> }> {
  const config = parse(await through.readFile('/etc/kubernetes/admin.conf')) as {
    readonly clusters: readonly { readonly cluster: { readonly 'certificate-authority-data': string } }[];
    readonly users: readonly { readonly user: { readonly [name: string]: string } }[];
  };
  const decoded = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64');
  const user = config.users[0]!.user;
  const agent = new Agent({
    keepAlive: true,
    ca: decoded(config.clusters[0]!.cluster['certificate-authority-data']),
    cert: decoded(user['client-certificate-data']),
    key: decoded(user['client-key-data']),
  });
  let asking = true;
  let at = 0;
  let [answers, failures, longestGapMs] = [0, 0, 0];
  let longestGapAt = '';
  let last = Date.now();
  const loop = (async () => {
    while (asking) {
      const begun = Date.now();
      const host = controlPlanes[at % controlPlanes.length]!.addresses.ipv4;
      if (await answersAt(host, agent)) {
        answers += 1;
        const now = Date.now();
        if (now - last > longestGapMs) [longestGapMs, longestGapAt] = [now - last, new Date(now).toISOString()];
        last = now;
        await sleep(Math.max(0, INTERVAL_MS - (now - begun)));
      } else {
        failures += 1;
        at += 1;
        // Every API server refused at once: the next round is a question of its own.
        if (at % controlPlanes.length === 0) await sleep(20);
      }
    }
  })();
  return {
    async end() {
      asking = false;
      await loop;
      agent.destroy();
      return { answers, failures, longestGapMs, longestGapAt };
    },
  };
}

/** Something that is read from etcd, by the quorum. */
function answersAt(host: string, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const path = '/api/v1/namespaces/default';
    const asked = request({ host, port: 6443, path, agent, timeout: PATIENCE_MS }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode === 200));
      response.on('error', () => resolve(false));
    });
    const limit = setTimeout(() => asked.destroy(new Error('no answer in time')), PATIENCE_MS);
    asked.on('close', () => clearTimeout(limit));
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
