import { type Etcd, type EtcdAccess, EtcdError, type EtcdMember, type EtcdReason, type Etcds } from './etcd.ts';
import type { EtcdCredentials, EtcdLine, EtcdMessage } from './etcd-line.ts';
import type { EtcdCall } from './etcd-proto.ts';
import type { Files } from './files.ts';

/** Key of the read that proves a quorum; it need not exist. */
const healthKey = 'health';

/** Failures that say something of the endpoint and not of the request, the one that tells least first. */
const ofTheEndpoint: readonly EtcdReason[] = ['unreachable', 'asked-a-learner', 'no-leader'];

/** etcd over gRPC; client certificates are read through `files`. */
export function nodeEtcds({ files }: { readonly files: Pick<Files, 'readBytes'> }): Etcds {
  return { connect: (access) => etcdOver(access, files) };
}

function etcdOver(access: EtcdAccess, files: Pick<Files, 'readBytes'>): Etcd {
  const lines = new Map<string, Promise<EtcdLine>>();
  let credentials: Promise<EtcdCredentials> | undefined;
  /** Endpoints, the one that answered last in front. */
  let order = [...access.endpoints];

  function lineTo(endpoint: string): Promise<EtcdLine> {
    let line = lines.get(endpoint);
    if (line === undefined) {
      credentials ??= readCredentials(access, files);
      line = Promise.all([import('./etcd-line.ts'), credentials]).then(([{ openEtcdLine }, read]) =>
        openEtcdLine(endpoint, read),
      );
      lines.set(endpoint, line);
    }
    return line;
  }

  async function ask(endpoint: string, name: EtcdCall, request: object): Promise<EtcdMessage> {
    return (await lineTo(endpoint)).call(name, request);
  }

  async function askAny(name: EtcdCall, request: object): Promise<EtcdMessage> {
    let nearest: unknown = new EtcdError('no endpoint of etcd is known', 'unreachable', 'UNAVAILABLE');
    for (const endpoint of order) {
      try {
        const answer = await ask(endpoint, name, request);
        order = [endpoint, ...order.filter((other) => other !== endpoint)];
        return answer;
      } catch (error) {
        if (!anotherMayAnswer(error)) throw error;
        if (nearness(error) >= nearness(nearest)) nearest = error;
      }
    }
    throw nearest;
  }

  const membersAfter = async (name: EtcdCall, request: object) => membersIn(await askAny(name, request));

  return {
    members: () => membersAfter('MemberList', { linearizable: true }),
    async addLearner(peerUrl) {
      const answer = await askAny('MemberAdd', { peerURLs: [peerUrl], isLearner: true });
      return { member: memberOf(answer['member']), members: membersIn(answer) };
    },
    promote: (id) => membersAfter('MemberPromote', { ID: decimal(id) }),
    remove: (id) => membersAfter('MemberRemove', { ID: decimal(id) }),
    updatePeerUrls: (id, peerUrls) => membersAfter('MemberUpdate', { ID: decimal(id), peerURLs: peerUrls }),
    async status(endpoint) {
      const answer = await ask(endpoint, 'Status', {});
      return {
        memberId: hex(answer['header']?.member_id ?? '0'),
        version: answer['version'],
        leader: answer['leader'] === '0' ? '' : hex(answer['leader']),
        learner: answer['isLearner'],
        raftTerm: Number(answer['raftTerm']),
        raftIndex: Number(answer['raftIndex']),
        raftAppliedIndex: Number(answer['raftAppliedIndex']),
        dbSize: Number(answer['dbSize']),
        dbSizeInUse: Number(answer['dbSizeInUse']),
        errors: answer['errors'],
      };
    },
    async healthy(endpoint) {
      await ask(endpoint, 'Range', { key: Buffer.from(healthKey), count_only: true });
    },
    async alarms() {
      const { alarms } = await askAny('Alarm', {});
      return (alarms as readonly EtcdMessage[])
        .filter(({ alarm }) => alarm !== 'NONE')
        .map(({ memberID, alarm }) => ({ memberId: hex(memberID), alarm }));
    },
    close() {
      for (const line of lines.values()) line.then((open) => open.close()).catch(() => {});
      lines.clear();
    },
  };
}

/** A file that is named and missing makes every call fail; the words say which. */
async function readCredentials(
  { caFile, certFile, keyFile }: EtcdAccess,
  files: Pick<Files, 'readBytes'>,
): Promise<EtcdCredentials> {
  const read = async (path: string | undefined): Promise<Uint8Array | undefined> => {
    if (path === undefined) return undefined;
    const found = await files.readBytes(path);
    if (found === undefined) throw new EtcdError(`${path}, for etcd, does not exist`, 'other', 'FAILED_PRECONDITION');
    return found;
  };
  const [ca, cert, key] = await Promise.all([read(caFile), read(certFile), read(keyFile)]);
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

function anotherMayAnswer(error: unknown): boolean {
  return error instanceof EtcdError && ofTheEndpoint.includes(error.reason);
}

function nearness(error: unknown): number {
  return error instanceof EtcdError ? ofTheEndpoint.indexOf(error.reason) : ofTheEndpoint.length;
}

function membersIn(answer: EtcdMessage): readonly EtcdMember[] {
  return (answer['members'] as readonly EtcdMessage[]).map(memberOf);
}

function memberOf(member: EtcdMessage): EtcdMember {
  return {
    id: hex(member['ID']),
    name: member['name'],
    peerUrls: member['peerURLs'],
    clientUrls: member['clientURLs'],
    learner: member['isLearner'],
  };
}

function hex(id: string): string {
  return BigInt(id).toString(16);
}

function decimal(id: string): string {
  return BigInt(`0x${id}`).toString();
}
