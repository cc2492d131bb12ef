import type { Issue } from '../errors.ts';
import { externalAuthorities, externalAuthorityLooks } from '../pki/external-authority.ts';
import type { Guard } from '../plan/phase.ts';
import type { InitSpec } from '../spec/types.ts';

/**
 * A CA whose key is not here is somebody else's: then everything it would have signed must be here. kubeadm asks this
 * while it loads the configuration, so every command and every single phase fails early (1.36.3); so do we.
 */
export const externalAuthorityGuard: Guard<InitSpec> = {
  looks: externalAuthorityLooks,
  check: (spec, facts) => {
    const { external, issues, warnings } = externalAuthorities(spec, facts);
    const shared = external.filter((name) => name !== 'etcd-ca');
    const upload: readonly Issue[] =
      spec.options.uploadCerts && shared.length > 0
        ? [
            {
              path: 'options.uploadCerts',
              message: `certificates cannot be uploaded: the key of ${shared.join(' and ')} is not on this machine`,
              hint: 'leave out --upload-certs and copy the files to further control planes yourself',
            },
          ]
        : [];
    return { issues: [...issues, ...upload], warnings };
  },
};
