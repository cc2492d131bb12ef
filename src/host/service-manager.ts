/** The init system, for the kubelet's service. */
export interface ServiceManager {
  /** `systemd`, `openrc`, or undefined when there is none. */
  kind(): Promise<'systemd' | 'openrc' | undefined>;
  exists(service: string): Promise<boolean>;
  isEnabled(service: string): Promise<boolean>;
  isActive(service: string): Promise<boolean>;
  /** Reloads unit files first, as kubeadm does. Throws with the command's last words. */
  start(service: string): Promise<void>;
  stop(service: string): Promise<void>;
  restart(service: string): Promise<void>;
  /** The command a person would type: `systemctl enable kubelet.service`. */
  enableHint(service: string): Promise<string>;
  /** The last lines a service wrote (journalctl -u); empty where that cannot be read. */
  lastLog(service: string, lines: number): Promise<readonly string[]>;
}
