/**
 * The part of the container runtime interface, version 1, that we speak: names and field numbers are those of runtime.v1 in
 * k8s.io/cri-api; everything we do not read is left out, which protobuf allows.
 */
export const criProto = `
syntax = "proto3";
package runtime.v1;

message VersionRequest { string version = 1; }
message VersionResponse { string runtime_name = 2; string runtime_version = 3; string runtime_api_version = 4; }

message StatusRequest { bool verbose = 1; }
message StatusResponse { RuntimeStatus status = 1; map<string, string> info = 2; }
message RuntimeStatus { repeated RuntimeCondition conditions = 1; }
message RuntimeCondition { string type = 1; bool status = 2; string reason = 3; string message = 4; }

message RuntimeConfigRequest {}
message RuntimeConfigResponse { LinuxRuntimeConfiguration linux = 1; }
message LinuxRuntimeConfiguration { CgroupDriver cgroup_driver = 1; }
enum CgroupDriver { SYSTEMD = 0; CGROUPFS = 1; }

message ImageSpec { string image = 1; }
message Image { string id = 1; }
message ImageStatusRequest { ImageSpec image = 1; }
message ImageStatusResponse { Image image = 1; }
message PullImageRequest { ImageSpec image = 1; }
message PullImageResponse { string image_ref = 1; }

message ContainerFilter { string id = 1; map<string, string> label_selector = 4; }
message ContainerMetadata { string name = 1; uint32 attempt = 2; }
enum ContainerState { CONTAINER_CREATED = 0; CONTAINER_RUNNING = 1; CONTAINER_EXITED = 2; CONTAINER_UNKNOWN = 3; }
message Container {
  string id = 1;
  string pod_sandbox_id = 2;
  ContainerMetadata metadata = 3;
  ContainerState state = 6;
  int64 created_at = 7;
  map<string, string> labels = 8;
  map<string, string> annotations = 9;
}
message ListContainersRequest { ContainerFilter filter = 1; }
message ListContainersResponse { repeated Container containers = 1; }

message ContainerStatusRequest { string container_id = 1; }
message ContainerStatusResponse { ContainerStatus status = 1; }
message ContainerStatus {
  string id = 1;
  ContainerMetadata metadata = 2;
  ContainerState state = 3;
  int64 created_at = 4;
  int64 started_at = 5;
  int64 finished_at = 6;
  int32 exit_code = 7;
  string reason = 10;
  string message = 11;
  map<string, string> labels = 12;
  map<string, string> annotations = 13;
  string log_path = 15;
}

message PodSandboxMetadata { string name = 1; string uid = 2; string namespace = 3; uint32 attempt = 4; }
enum PodSandboxState { SANDBOX_READY = 0; SANDBOX_NOTREADY = 1; }
message PodSandbox { string id = 1; PodSandboxMetadata metadata = 2; PodSandboxState state = 3; int64 created_at = 4; }
message ListPodSandboxRequest {}
message ListPodSandboxResponse { repeated PodSandbox items = 1; }
message StopContainerRequest { string container_id = 1; int64 timeout = 2; }
message StopContainerResponse {}
message StopPodSandboxRequest { string pod_sandbox_id = 1; }
message StopPodSandboxResponse {}
message RemovePodSandboxRequest { string pod_sandbox_id = 1; }
message RemovePodSandboxResponse {}
`;

/** The calls we make: gRPC service of each; request and response messages are named after the call. */
export const criServices = {
  Version: 'RuntimeService',
  Status: 'RuntimeService',
  RuntimeConfig: 'RuntimeService',
  ImageStatus: 'ImageService',
  PullImage: 'ImageService',
  ListContainers: 'RuntimeService',
  ContainerStatus: 'RuntimeService',
  ListPodSandbox: 'RuntimeService',
  StopContainer: 'RuntimeService',
  StopPodSandbox: 'RuntimeService',
  RemovePodSandbox: 'RuntimeService',
} as const;

export type CriCall = keyof typeof criServices;
