import type { Host } from '../../host/host.ts';
import type { ServiceRun } from '../../host/service-manager.ts';
import { causeOf } from '../likely-causes.ts';
import { fatalLine, isLastWord } from './fatal-line.ts';
import { type ComplaintLine, complaintOf } from './kubelet-complaint.ts';
import type { Complaint, Exit, KubeletView } from './picture.ts';

const service = 'kubelet';
/** More than the kubelet writes in the first seconds, or when it lists its flags. */
const readLines = 600;
const shownLines = 8;
/** The journal costs a process to read; complaints of the kubelet come every few seconds at most. */
const readEveryMs = 1_500;
/** Repetitions nearer than this are one event told twice. */
const apartMs = 300;

const cleanly = 'exit code 0';
const unseen = 'an end that nobody saw';

export interface KubeletLook {
  readonly view: KubeletView;
  /** What the kubelet that runs now says about a static Pod. */
  readonly complaints: (component: string) => readonly Complaint[];
}

export interface KubeletWatch {
  look(): Promise<KubeletLook>;
}

/**
 * Watches the kubelet's service, how its starts end, and what it complains about.
 * @param complaintsSince complaints before do not count; milliseconds since the epoch
 */
export function watchKubelet(
  { services, clock }: Host,
  complaintsSince: number = Number.NEGATIVE_INFINITY,
): KubeletWatch {
  const exits: Exit[] = [];
  let run: ServiceRun | undefined;
  let stateSince = clock.now();
  let read: readonly ComplaintLine[] = [];
  let readOf = '';
  let readAt = Number.NEGATIVE_INFINITY;

  async function lines(id: string) {
    return services.runLog({ id }, readLines).catch(() => []);
  }

  /** A start that has ended is noted once, with what it said. */
  async function noteExit(ended: ServiceRun & { readonly ended: string }): Promise<void> {
    if (exits.some(({ id }) => id === ended.id)) return;
    const said = await lines(ended.id);
    const words = said.map(({ text }) => text);
    // One that was stopped has not ended because of the last thing it complained about.
    const why = ended.ended === cleanly ? '' : fatalLine(ended.ended === unseen ? words.filter(isLastWord) : words);
    const shown = words.filter((line) => /^[EF]\d{4} |^Error:|^panic:/.test(line));
    exits.push({
      id: ended.id,
      at: said.at(-1)?.at ?? clock.now(),
      how: ended.ended,
      why,
      words: (shown.length > 0 ? shown : words).slice(-shownLines),
    });
  }

  return {
    async look() {
      const found = await services.run(service).catch(() => undefined);
      const before = run;
      if (found?.state !== before?.state || found?.id !== before?.id) stateSince = clock.now();
      run = found;
      // A start that ended between two looks leaves only its name.
      if (before !== undefined && before.id !== '' && before.id !== found?.id && before.ended === undefined) {
        await noteExit({ ...before, ended: unseen });
      }
      if (found?.ended !== undefined && found.id !== '') await noteExit({ ...found, ended: found.ended });
      const now = clock.monotonic();
      if (found?.state === 'running' && (found.id !== readOf || now - readAt >= readEveryMs)) {
        readOf = found.id;
        readAt = now;
        const said = (await lines(found.id)).filter(({ at }) => at >= complaintsSince);
        read = said.flatMap((line) => complaintOf(line) ?? []);
      }
      return {
        view: {
          ...(found !== undefined && { run: found }),
          stateSince,
          exits,
          complaints: gathered(read.filter(({ kind }) => kind === 'health-port' || kind === 'certificate')),
        },
        complaints: (component) => gathered(read.filter((line) => line.component === component)),
      };
    },
  };
}

/**
 * Complaints of one kind together, with the words of the last. Those of another cause count no more: a kubelet whose API
 * server was not there at first, and does not know its token in its first second, was refused once and not for long.
 */
function gathered(lines: readonly ComplaintLine[]): readonly Complaint[] {
  const kinds = [...new Set(lines.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const ofKind = lines.filter((line) => line.kind === kind);
    const { text } = ofKind.at(-1)!;
    const cause = causeOf(text)?.cause;
    const alike = ofKind.filter((line) => causeOf(line.text)?.cause === cause);
    const times = alike.map(({ at }) => at).filter((at, index, all) => index === 0 || at - all[index - 1]! >= apartMs);
    return { kind, text, times };
  });
}
