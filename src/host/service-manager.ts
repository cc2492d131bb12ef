/** How a service stands. */
export interface ServiceRun {
  /** `restarting`: it ended and the init system will start it again by itself. */
  readonly state: 'running' | 'starting' | 'restarting' | 'stopped' | 'failed';
  /** Of the process that runs, or of the last one: every start has another. Empty when it was never started. */
  readonly id: string;
  /** How the process of that start ended, `exit code 1` or `signal 9`; undefined while it runs. */
  readonly ended?: string;
}

/** A line that a service wrote. */
export interface ServiceLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** The init system, for the kubelet's service. */
export interface ServiceManager {
  /** `systemd`, `openrc`, or undefined when there is none. */
  kind(): Promise<'systemd' | 'openrc' | undefined>;
  exists(service: string): Promise<boolean>;
  isEnabled(service: string): Promise<boolean>;
  isActive(service: string): Promise<boolean>;
  /** Reloads unit files first, as kubeadm does, but where the init system has read them as they are. Throws with the command's last words. */
  start(service: string): Promise<void>;
  stop(service: string): Promise<void>;
  restart(service: string): Promise<void>;
  /** The command a person would type: `systemctl enable kubelet.service`. */
  enableHint(service: string): Promise<string>;
  /** The last lines a service wrote (journalctl -u); empty where that cannot be read. */
  lastLog(service: string, lines: number): Promise<readonly string[]>;
  /** How a service stands now; undefined when there is none of that name, or the init system does not tell. */
  run(service: string): Promise<ServiceRun | undefined>;
  /** The last lines that one start of a service wrote; empty where that cannot be read. */
  runLog(run: Pick<ServiceRun, 'id'>, lines: number): Promise<readonly ServiceLine[]>;
}
