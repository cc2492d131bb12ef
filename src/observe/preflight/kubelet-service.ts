import { type Check, caution } from './check.ts';

const name = 'Service-kubelet';

/** There is a service for the kubelet, and it starts with the machine. */
export const kubeletService: Check = {
  name,
  async look({ host: { services } }) {
    const about = { kind: 'service', value: 'kubelet' } as const;
    if ((await services.kind()) === undefined) {
      return [
        caution(name, 'no supported init system was found; the kubelet must be started by other means', { about }),
      ];
    }
    if (!(await services.exists('kubelet'))) {
      return [caution(name, 'there is no service named kubelet', { hint: 'install the package kubelet', about })];
    }
    if (await services.isEnabled('kubelet')) return [];
    return [
      caution(name, 'the kubelet will not start with the machine', {
        hint: await services.enableHint('kubelet'),
        about,
      }),
    ];
  },
};
