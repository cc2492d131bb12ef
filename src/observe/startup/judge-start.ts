import type { Diagnosis, Evidence } from '../../errors.ts';
import type { StartJudgement } from '../../plan/start-watch.ts';
import { manifestPath, type StaticPodName } from '../../spec/paths.ts';
import { type Cause, causeOf, isPassing } from '../likely-causes.ts';
import { pieceOf } from './evidence.ts';
import type { Complaint, Exit, KubeletView, Picture, PodView, RuntimeView } from './picture.ts';

const runs: StartJudgement = { seen: '', canHeal: true };

/** The same command continues a run only with the same configuration; another one is refused by preflight. */
const otherRun = '; then reset this machine and begin anew, since with another configuration it is another run';

/** Before the kubelet has had time to mend it: a container is restarted at once, then after 10 s. */
const settleMs = 5_000;
/** Of words that nobody knows, only a steady repetition says that they stay. */
const unknownTimes = 3;
const unknownMs = 9_000;
/** An image that a registry refuses is asked for again only after 10 to 15 s; by then it is the second refusal. */
const refusedMs = 3_000;
const silentRuntimeMs = 5_000;
const stoppedMs = 3_000;
/** Who restarts a static Pod by hand moves its manifest away and back. */
const absentMs = 20_000;
/** Votes are held every 1 to 2 s; a healthy member leads after the first. */
const lostVotes = 5;
const lostVotesMs = 6_000;

/**
 * Judges a picture: what is awaited, or what must run before it, in the order in which one thing needs another. Something
 * that cannot start counts wherever it stands, since what needs it will not come; else the first that does not run is told.
 * @param awaited `kubelet` or the name of a static Pod
 * @param forFile a file that the kubelet gets from the cluster is awaited, not its health
 */
export function judgeStart(picture: Picture, awaited: string, forFile = false): StartJudgement {
  const judged = [...judgements(picture, awaited, forFile)].filter(({ judgement }) => judgement !== runs);
  const chosen =
    judged.find(({ judgement }) => !judgement.canHeal) ??
    judged.find(({ judgement }) => judgement.suspect !== undefined) ??
    judged[0];
  if (chosen === undefined) return runs;
  const { of, judgement } = chosen;
  return of === awaited || judgement.seen === '' ? judgement : { ...judgement, seen: `${of}: ${judgement.seen}` };
}

interface Judged {
  readonly of: string;
  readonly judgement: StartJudgement;
}

function* judgements(picture: Picture, awaited: string, forFile: boolean): Generator<Judged> {
  const { runtime, kubelet, pods } = picture;
  if (runtime !== undefined) yield { of: 'container runtime', judgement: judgeRuntime(runtime, picture) };
  yield { of: 'kubelet', judgement: judgeKubelet(kubelet, picture, forFile) };
  if (awaited === 'kubelet') return;
  for (const component of ['etcd', 'kube-apiserver', awaited]) {
    const pod = pods.get(component);
    // An etcd elsewhere has no manifest here; what talks to an API server talks to the one beside it.
    if (pod === undefined || (component === 'etcd' && component !== awaited && !pod.wanted)) continue;
    const judgement = judgePod(pod, picture);
    if (component === 'kube-apiserver' && judgement.canHeal) {
      yield { of: component, judgement: judgeRemoteEtcd(pod, picture) };
    }
    yield { of: component, judgement };
    if (component === awaited) return;
  }
}

function judgeRuntime(runtime: RuntimeView, { at }: Picture): StartJudgement {
  if (runtime.answers) return runs;
  const { service, why, silentSince = at } = runtime;
  const stopped = service !== undefined && (service.state === 'stopped' || service.state === 'failed');
  const state = service === undefined ? '' : `; its service ${service.name} is ${service.state}`;
  const name = service?.name ?? 'the container runtime';
  return {
    seen: `does not answer${state}`,
    suspect: {
      code: 'runtime-down',
      component: 'container runtime',
      title: `${name} does not answer, and no Pod starts without it`,
      evidence: [pieceOf('container runtime', [`${why}${state}`])],
      fix:
        service === undefined
          ? 'start the container runtime'
          : `systemctl start ${service.name}; why it ended: journalctl -u ${service.name} -n 50`,
    },
    canHeal: !(stopped && at - silentSince >= silentRuntimeMs),
  };
}

function judgeKubelet(
  { run, stateSince, exits, complaints }: KubeletView,
  picture: Picture,
  forFile: boolean,
): StartJudgement {
  const last = exits.at(-1);
  const about = (kind: Complaint['kind']) => complaints.find((complaint) => complaint.kind === kind);
  if (run === undefined || run.state === 'running' || run.state === 'starting') {
    const port = about('health-port');
    if (port !== undefined) return judgeComplaint('kubelet', port, picture);
    // Between two crashes the kubelet runs for a moment; that is no recovery.
    if (last !== undefined && picture.at - last.at <= settleMs) return judgeExits('kubelet', exits, picture);
    // In init the API server that it asks is yet to come.
    const certificate = forFile ? about('certificate') : undefined;
    return certificate === undefined ? runs : judgeComplaint('kubelet', certificate, picture);
  }
  const judgement = last === undefined ? runs : judgeExits('kubelet', exits, picture);
  const stands = picture.at - stateSince;
  if (run.state === 'restarting') return judgement;
  if (judgement.suspect !== undefined) {
    return stands >= stoppedMs ? { ...judgement, canHeal: false } : judgement;
  }
  const evidence = [pieceOf('kubelet service', [`it is ${run.state}`]), ...evidenceOf('kubelet', exits)];
  return {
    seen: judgement.seen === '' ? `its service is ${run.state}` : judgement.seen,
    suspect: {
      code: 'kubelet-stopped',
      component: 'kubelet',
      title: 'the kubelet does not run, and nothing starts it',
      evidence,
      fix: 'systemctl start kubelet; why it was stopped: journalctl -u kubelet -n 50',
    },
    canHeal: stands < stoppedMs * 3,
  };
}

function judgePod(pod: PodView, picture: Picture): StartJudgement {
  const { component, container, sandbox, image, complaints, exits } = pod;
  const about = (kind: Complaint['kind']) => complaints.find((complaint) => complaint.kind === kind);
  if (container?.state === 'running') return judgeRunning(pod, picture);
  if (!pod.wanted) return judgeAbsent(pod, picture);
  const manifest = about('manifest');
  if (manifest !== undefined && container === undefined) return judgeComplaint(component, manifest, picture);
  const volume = about('volume');
  if (volume !== undefined && container === undefined) return judgeComplaint(component, volume, picture);
  const sandboxes = about('sandbox');
  if (sandboxes !== undefined && sandbox !== 'ready') {
    const judgement = judgeComplaint(component, sandboxes, picture);
    // It came after the last try; the next makes the sandbox.
    const came = picture.runtime?.hasSandboxImage === true && judgement.suspect?.code.startsWith('sandbox-image');
    return came ? { seen: 'the sandbox image has come, and the kubelet tries again', canHeal: true } : judgement;
  }
  const images = about('image');
  if (images !== undefined && image?.present !== true) return judgeComplaint(component, images, picture);
  const containers = about('container');
  if (containers !== undefined && container?.state !== 'exited') return judgeComplaint(component, containers, picture);
  if (exits.length > 0) return judgeExits(component, exits, picture);
  return { seen: howFar(pod), canHeal: true };
}

/** A run writes manifests before it waits for what they start, and while it waits it takes none away. */
function judgeAbsent({ component, absentSince }: PodView, { at }: Picture): StartJudgement {
  const seen = 'its manifest is not there';
  const missingMs = at - (absentSince ?? at);
  if (missingMs < settleMs) return { seen, canHeal: true };
  const manifest = manifestPath(component as StaticPodName);
  return {
    seen,
    suspect: {
      code: 'manifest-missing',
      component,
      title: `${component} does not run: its manifest ${manifest} is not there`,
      evidence: [pieceOf(component, [`no ${manifest} for ${Math.round(missingMs / 1000)} s`])],
      fix: `find out what took ${manifest} away, and see that it is there again`,
    },
    canHeal: missingMs < absentMs,
  };
}

function howFar({ sandbox, image, container }: PodView): string {
  if (container?.state === 'exited') return `ended before this wait, restarted ${often(container.attempt)} so far`;
  if (container !== undefined) return `its container is ${container.state}`;
  if (sandbox === 'none') return 'the kubelet has not begun with it';
  if (image?.present === false) return `its image ${image.reference} is not there yet`;
  return 'its container is not made yet';
}

/** A running one is well as far as can be seen from here, but for an etcd that finds no leader. */
function judgeRunning({ component, exits, container, lostElections }: PodView, { at }: Picture): StartJudgement {
  const begun = lostElections.filter((time) => time >= (container?.startedAt ?? 0));
  if (begun.length >= 2) {
    const span = begun.at(-1)! - begun[0]!;
    const title = `${component} does not become ready: it finds no leader, so its data names other members that do not answer`;
    return {
      seen: `runs, and finds no leader after ${begun.length} votes`,
      suspect: {
        code: 'etcd-no-leader',
        component,
        title,
        evidence: [pieceOf(component, [`${begun.length} votes without a leader within ${Math.round(span / 1000)} s`])],
        fix: 'move the etcd data folder (/var/lib/etcd) away if it is of another cluster; else bring the other members up',
      },
      canHeal: begun.length < lostVotes || span < lostVotesMs,
    };
  }
  const last = exits.at(-1);
  if (last === undefined || at - (container?.startedAt ?? at) > settleMs) return runs;
  return { seen: `runs again after it ended with ${last.how}: ${brief(last.why)}`, canHeal: true };
}

/** An API server without its etcd runs for 20 s and ends; etcd elsewhere may come back, so two ends are waited for. */
function judgeRemoteEtcd({ component, exits }: PodView, { remoteEtcd, since }: Picture): StartJudgement {
  if (remoteEtcd.length === 0 || remoteEtcd.some(({ why }) => why === undefined)) return runs;
  const endpoints = remoteEtcd.map(({ endpoint }) => endpoint).join(', ');
  const evidence = pieceOf(
    'etcd',
    remoteEtcd.map(({ endpoint, why }) => `${endpoint}: ${why}`),
  );
  return {
    seen: `etcd at ${endpoints} does not answer`,
    suspect: {
      code: 'etcd-unreachable',
      component,
      title: `${component} does not start: etcd at ${endpoints} does not answer`,
      evidence: [evidence, ...evidenceOf(component, exits)],
      fix: 'start etcd there, or correct etcd.external.endpoints in your configuration; look for firewalls in between',
    },
    canHeal: exits.filter(({ at }) => at >= since).length < 2,
  };
}

function judgeExits(component: string, exits: readonly Exit[], { at, since, corrected }: Picture): StartJudgement {
  const last = exits.at(-1)!;
  const named = causeOf(last.why);
  const alike = exits.filter(({ why }) =>
    named ? causeOf(why)?.cause === named.cause : sense(why) === sense(last.why),
  );
  const times = last.attempt === undefined || last.attempt === 0 ? '' : `, restarted ${often(last.attempt)}`;
  const seen = `ended with ${last.how}${times}${last.why === '' ? '' : `: ${brief(last.why)}`}`;
  const told = named?.means ?? (last.why === '' ? `it ends with ${last.how}` : brief(last.why));
  // What ended before this wait may have been mended since: only what ends again counts.
  const current = last.at >= since;
  const span = at - alike[0]!.at;
  const sure = named
    ? isSure(named.cause, alike.length, span)
    : last.why !== '' && !isPassing(last.why) && alike.length >= unknownTimes && span >= unknownMs;
  const suspect = diagnosis(component, named?.cause, told, evidenceOf(component, exits), corrected);
  // No words, those that go by themselves, and those that nobody knows and were said once, are told and not suspected.
  if (named === undefined && (last.why === '' || isPassing(last.why) || alike.length < 2))
    return { seen, canHeal: true };
  return { seen, suspect, canHeal: !(current && sure) };
}

function judgeComplaint(component: string, complaint: Complaint, { at, corrected }: Picture): StartJudgement {
  const { kind, text, times } = complaint;
  const named = causeOf(text);
  const span = at - (times[0] ?? at);
  const of = component === 'kubelet' ? 'last words of the kubelet' : `the kubelet about ${component}`;
  const evidence = [pieceOf(of, [text])];
  const seen = brief(named?.means ?? text);
  if (kind === 'manifest') {
    // The kubelet reads a manifest again every 20 s, and nobody writes it meanwhile.
    const told = `the kubelet cannot read its manifest (${brief(text)})`;
    const cause = { code: 'bad-manifest', mend: 'correct the patches you gave', inConfiguration: true } as const;
    return { seen: told, suspect: diagnosis(component, cause, told, evidence, corrected), canHeal: span < refusedMs };
  }
  if (named === undefined) {
    const sure = !isPassing(text) && times.length >= unknownTimes && span >= unknownMs;
    return isPassing(text) || times.length < 2
      ? { seen, canHeal: true }
      : { seen, suspect: diagnosis(component, undefined, brief(text), evidence, corrected), canHeal: !sure };
  }
  const everywhere = named.cause.code === 'sandbox-image' || named.cause.code === 'cgroup-driver';
  const suspect = everywhere
    ? {
        ...diagnosis('container runtime', named.cause, '', evidence, corrected),
        title: `no Pod can start: ${named.means}`,
      }
    : diagnosis(component, named.cause, named.means, evidence, corrected);
  // What the kubelet is refused for good, it repeats within seconds or only after 10 to 15 s.
  const refused = span >= refusedMs && (kind === 'image' || times.length >= 2) && named.cause.heals === 'never';
  const sure = named.cause.heals === 'rarely' && isSure(named.cause, times.length, span);
  return { seen, suspect, canHeal: !(refused || sure) };
}

/** Twice the same, and for what somebody else may mend meanwhile a while. */
function isSure({ heals }: Cause, times: number, span: number): boolean {
  switch (heals) {
    case 'never':
      return times >= 2;
    case 'rarely':
      return times >= 2 && span >= settleMs;
    case 'often':
      return false;
  }
}

function diagnosis(
  component: string,
  cause: Pick<Cause, 'code' | 'mend' | 'inConfiguration' | 'hasNoCertificate'> | undefined,
  told: string,
  evidence: readonly Evidence[],
  corrected: string = otherRun,
): Diagnosis {
  return {
    code: cause?.code ?? 'crash-loop',
    component,
    title: `${component} ${cause?.hasNoCertificate === true ? 'gets no certificate' : 'does not start'}: ${told}`,
    evidence,
    fix:
      cause === undefined
        ? 'look at what it says, and at extraArgs and patches in your configuration'
        : `${cause.mend}${cause.inConfiguration === true ? corrected : ''}`,
  };
}

function evidenceOf(component: string, exits: readonly Exit[]): readonly Evidence[] {
  const last = exits.at(-1);
  if (last === undefined) return [];
  const attempt = (exit: Exit) => (exit.attempt === undefined ? 'it' : `attempt ${exit.attempt}`);
  return [
    pieceOf(
      component,
      exits.slice(-3).map((exit) => `${attempt(exit)} ended with ${exit.how}`),
    ),
    ...(last.words.length === 0 ? [] : [pieceOf(`last words of ${component}`, last.words)]),
  ];
}

/** Lines that differ in numbers only (times, processes, ports of the other side) mean the same. */
function sense(line: string): string {
  return line.replaceAll(/\d+/g, '0');
}

function brief(line: string): string {
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}

function often(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}
