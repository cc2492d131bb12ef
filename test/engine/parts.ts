import type { EngineParts } from '../../src/engine/parts.ts';
import type { RunRequest } from '../../src/engine/run-request.ts';
import { carryOutLooks } from '../../src/observe/looks.ts';
import { observeNode } from '../../src/observe/node-facts.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { text } from '../../src/plan/artifact.ts';
import type { WriteEffect } from '../../src/plan/effect.ts';
import type { Event } from '../../src/plan/event.ts';
import { type Judges, judgeBytes, judgeExists } from '../../src/plan/judge.ts';
import type { Phase, Workflow } from '../../src/plan/phase.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';

/** A specification as small as can be: what the files shall hold. */
export interface ToySpec {
  readonly word: string;
}

/** Thrown by a hook; stands for a process that is gone. */
export class Killed extends Error {}

const unused = () => {
  throw new Error('this judge is not part of the toy workflow');
};

const judges: Judges = {
  bytes: judgeBytes,
  exists: judgeExists,
  certificate: unused,
  'certificate-authority': unused,
  'key-pair': unused,
  kubeconfig: unused,
};

/** A write of one file. */
export function writeOf(phase: string, path: string, content: string, group?: string): WriteEffect {
  return {
    kind: 'write',
    id: `${phase}:${path}`,
    why: `write ${path}`,
    artifact: {
      what: path,
      files: [{ path, mode: 0o640, content: text(content) }],
      sameWhen: 'bytes',
      directoryMode: 0o755,
    },
    ...(group === undefined ? {} : { group }),
  };
}

/** A phase of one step that writes files with the spec's word. */
export function writingPhase(name: string, paths: readonly string[]): Phase<ToySpec> {
  return {
    name,
    short: name,
    looks: () => paths.map((path) => ({ kind: 'file', path })),
    steps: [({ spec }) => ({ effects: paths.map((path) => writeOf(name, path, `${spec.word}\n`)) })],
  };
}

/** Engine parts on a host in memory; events are collected. */
export function toyParts(
  host: MemoryHost,
  more: Partial<EngineParts<ToySpec>> = {},
  operations: readonly Operation[] = [],
): EngineParts<ToySpec> & { readonly events: Event[] } {
  const events: Event[] = [];
  return {
    host,
    events,
    reporter: { emit: (event) => void events.push(event) },
    judges,
    operation: (name) => operations.find((entry) => entry.name === name)!,
    resolveInputs: async (spec) => ({ spec, resolved: {}, warnings: [] }),
    observeNode,
    carryOutLooks,
    runChecks: async () => [],
    lookAtProbe: async () => ({ ok: true, seen: 'ok' }),
    diagnose: async () => [],
    watchStart: () => ({ look: async () => ({ seen: '', canHeal: true }), close: () => {} }),
    canonicalSpec: (spec) => JSON.stringify(spec),
    ...more,
  };
}

/** A request for the whole workflow. */
export function toyRequest(
  phases: readonly Phase<ToySpec>[],
  more: Partial<RunRequest<ToySpec>> = {},
): RunRequest<ToySpec> {
  const workflow: Workflow<ToySpec> = { command: 'toy', phases };
  return {
    workflow,
    selection: { kind: 'all' },
    skipPhases: [],
    spec: { word: 'hello' },
    ignorePreflightErrors: [],
    dryRun: false,
    apiTimeoutMs: 1000,
    signal: new AbortController().signal,
    ...more,
  };
}
