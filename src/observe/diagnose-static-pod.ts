import type { Evidence } from '../errors.ts';
import type { Cri, CriContainer, CriContainerStatus } from '../host/cri.ts';
import type { Host } from '../host/host.ts';
import { manifestPath, type StaticPodName } from '../spec/paths.ts';
import { lastLines } from './container-log.ts';

const namespace = 'kube-system';
const shownLines = 15;
const longestLine = 400;

/** How far a static Pod got: manifest, image, sandbox, container, and what the container said. */
export async function diagnoseStaticPod(
  component: string,
  criSocket: string,
  host: Host,
): Promise<readonly Evidence[]> {
  const cri = host.cri.connect(criSocket);
  try {
    const containers = (await cri.containers())
      .filter(({ name, podNamespace }) => name === component && podNamespace === namespace)
      .toSorted((a, b) => b.createdAt - a.createdAt || b.attempt - a.attempt);
    return containers.length === 0
      ? [{ title: component, lines: [await whyNoContainer(component, cri, host)] }]
      : await aboutContainers(component, containers, cri, host);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ title: component, lines: [`the container runtime does not answer: ${message}`] }];
  } finally {
    cri.close();
  }
}

/** The first step that was not reached. */
async function whyNoContainer(component: string, cri: Cri, host: Host): Promise<string> {
  const path = manifestPath(component as StaticPodName);
  const manifest = await host.files.read(path).catch(() => undefined);
  if (manifest === undefined) return `there is no manifest ${path}`;
  const sandbox = (await cri.sandboxes()).find(
    ({ name, namespace: space }) => space === namespace && name.startsWith(`${component}-`),
  );
  if (sandbox === undefined) return `the kubelet has not begun with ${path}: there is no sandbox for it`;
  const image = /^\s*(?:- )?image:\s*["']?([^\s"']+)/m.exec(manifest)?.[1];
  if (image !== undefined && !(await cri.hasImage(image)))
    return `its image ${image} is not there; it is being pulled or cannot be`;
  return `its sandbox is ${sandbox.state === 'ready' ? 'ready' : 'not ready'}, but no container was made in it yet`;
}

/** The newest container, and the one that ended last: in a crash loop the newest has often said nothing yet. */
async function aboutContainers(
  component: string,
  containers: readonly CriContainer[],
  cri: Cri,
  host: Host,
): Promise<readonly Evidence[]> {
  const newest = await cri.containerStatus(containers[0]!.id);
  const ended = containers.find(({ state }) => state === 'exited');
  const last = ended === undefined ? undefined : await cri.containerStatus(ended.id);
  const talking = newest.state !== 'exited' && last !== undefined ? [newest, last] : [newest];
  const lines = talking.map(stateLine);
  const teller = last ?? newest;
  const log = await lastLines(teller.logPath, shownLines, host.files);
  return [
    { title: component, lines },
    ...(log === undefined || log.length === 0
      ? []
      : [
          {
            title: `last words of ${component} (attempt ${teller.attempt})`,
            lines: log.map((line) => line.slice(0, longestLine)),
          },
        ]),
  ];
}

function stateLine({ state, attempt, exitCode, reason, message }: CriContainerStatus): string {
  if (state !== 'exited') return `attempt ${attempt} is ${state}`;
  const why = [reason, message].filter((part) => part !== '').join(': ');
  return `attempt ${attempt} ended with exit code ${exitCode}${why === '' ? '' : ` (${why})`}`;
}
