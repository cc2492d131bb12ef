import type { ResetConfiguration } from '../reset-types.ts';
import type { WrittenReset } from '../schema/reset.ts';
import { criSocket, hintOfKnown, ignoredChecks } from './node-registration.ts';
import { complaintMaker, type DocumentRule } from './rule.ts';

export type ResetRule = DocumentRule<ResetConfiguration, WrittenReset>;

const kind = 'ResetConfiguration';
const error = complaintMaker(kind);
const unmountFlags = ['MNT_FORCE', 'MNT_DETACH', 'MNT_EXPIRE', 'UMOUNT_NOFOLLOW'];

const certificatesDir: ResetRule = ({ spec }) =>
  spec.certificatesDir.startsWith('/')
    ? []
    : [error(['certificatesDir'], 'the path must begin with /', { found: spec.certificatesDir })];

/** Flags of umount2(2). */
const knownUnmountFlags: ResetRule = ({ spec }) =>
  spec.unmountFlags.flatMap((flag, index) =>
    unmountFlags.includes(flag)
      ? []
      : [
          error(['unmountFlags', index], 'there is no such flag of umount', {
            found: flag,
            hint: hintOfKnown(flag, unmountFlags),
          }),
        ],
  );

/** Rules of the node registration whose fields stand at the top here. */
const topFields: ResetRule = ({ spec, written }) => {
  const nodeRegistration = {
    criSocket: spec.criSocket,
    ignorePreflightErrors: [...new Set(spec.ignorePreflightErrors.map((name) => name.toLowerCase()))],
  };
  const input = {
    spec: { nodeRegistration } as unknown as Parameters<typeof criSocket>[0]['spec'],
    written: { init: { nodeRegistration: { criSocket: written.criSocket } } },
  };
  return [criSocket, ignoredChecks]
    .flatMap((rule) => rule(input))
    .map((complaint) => ({ ...complaint, kind, path: complaint.path.slice(1) }));
};

/** Every rule about what `reset` reads; all are asked. */
export const resetRules: readonly ResetRule[] = [certificatesDir, knownUnmountFlags, topFields];
