import type { Evidence } from '../errors.ts';
import type { Host } from '../host/host.ts';

const service = 'kubelet';
const readLines = 300;
const shownLines = 12;
const longestLine = 400;

/** State of the kubelet's service and its last words. */
export async function diagnoseKubelet(host: Host): Promise<readonly Evidence[]> {
  const [state, log] = await Promise.all([stateOf(host), lastLog(host)]);
  const words = complaints(log);
  return [
    { title: 'kubelet service', lines: [state] },
    ...(words.length === 0 ? [] : [{ title: 'last words of the kubelet', lines: words }]),
  ];
}

/** What the kubelet says about one static Pod; its state only when it does not run. */
export async function kubeletSaysAbout(component: string, host: Host): Promise<readonly Evidence[]> {
  const [state, log] = await Promise.all([stateOf(host), lastLog(host)]);
  const words = complaints(log.filter((line) => line.includes(component)));
  return [
    ...(state === running ? [] : [{ title: 'kubelet service', lines: [state] }]),
    ...(words.length === 0 ? [] : [{ title: `the kubelet about ${component}`, lines: words }]),
  ];
}

const running = 'the kubelet runs';

async function stateOf({ services }: Host): Promise<string> {
  try {
    if ((await services.kind()) === undefined) return 'no supported init system was found';
    if (!(await services.exists(service))) return 'there is no service named kubelet';
    if (await services.isActive(service)) return running;
    return (await services.isEnabled(service))
      ? 'the kubelet does not run'
      : 'the kubelet does not run and is not enabled';
  } catch (error) {
    return `the init system cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function lastLog({ services }: Host): Promise<readonly string[]> {
  return services.lastLog(service, readLines).catch(() => []);
}

/** Errors if there are any, else the last lines; each only once, since the kubelet repeats itself. */
function complaints(log: readonly string[]): readonly string[] {
  const errors = log.filter((line) => /^[EF]\d{4} |^Error:|\berr="/.test(line));
  const chosen = errors.length > 0 ? errors : log;
  const bySense = new Map(chosen.map((line) => [withoutTime(line), line] as const));
  return [...bySense.values()].slice(-shownLines).map((line) => line.slice(0, longestLine));
}

/** A klog line without its time and process, so that repetitions are seen as such. */
function withoutTime(line: string): string {
  return line.replace(/^[IWEF]\d{4} \S+\s+\d+ /, '');
}
