import type { Surroundings } from '../../src/compose/run-init.ts';
import type { Event } from '../../src/plan/event.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { exampleSpec, startedAt, textOf, written } from '../pki/example.ts';

/** A control plane's certificates and kubeconfigs where kubeadm puts them. */
export function certificateFiles(): { readonly [path: string]: string } {
  const files = written(exampleSpec());
  return Object.fromEntries(
    [...files.keys()].map((path) => [
      path.replace(/^\/pki/, '/etc/kubernetes/pki').replace(/^\/kc/, '/etc/kubernetes'),
      textOf(files, path),
    ]),
  );
}

/** A machine with these files, a minute after they were made. */
export function certificateHost(more: { readonly [path: string]: string } = {}): MemoryHost {
  return memoryHost({ files: { ...certificateFiles(), ...more }, startsAt: startedAt + 60_000, seed: 'another' });
}

/** What a command that runs phases gets, and what it told. */
export function surroundings(host: MemoryHost): Surroundings & { readonly events: readonly Event[] } {
  const events: Event[] = [];
  return { host, events, signal: new AbortController().signal, reporter: { emit: (event) => events.push(event) } };
}

/** The notes among events, as lines. */
export function notes(events: readonly Event[]): readonly string[] {
  return events.flatMap((event) => (event.kind === 'note' ? [event.note.text] : []));
}
