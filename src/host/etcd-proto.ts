/**
 * The part of etcd's client interface, version 3, that we speak: names and field numbers are those of etcdserverpb in
 * go.etcd.io/etcd/api; everything we do not read is left out, which protobuf allows.
 */
export const etcdProto = `
syntax = "proto3";
package etcdserverpb;

message ResponseHeader { uint64 cluster_id = 1; uint64 member_id = 2; int64 revision = 3; uint64 raft_term = 4; }

message Member {
  uint64 ID = 1;
  string name = 2;
  repeated string peerURLs = 3;
  repeated string clientURLs = 4;
  bool isLearner = 5;
}
message MemberListRequest { bool linearizable = 1; }
message MemberListResponse { ResponseHeader header = 1; repeated Member members = 2; }
message MemberAddRequest { repeated string peerURLs = 1; bool isLearner = 2; }
message MemberAddResponse { ResponseHeader header = 1; Member member = 2; repeated Member members = 3; }
message MemberPromoteRequest { uint64 ID = 1; }
message MemberPromoteResponse { ResponseHeader header = 1; repeated Member members = 2; }
message MemberRemoveRequest { uint64 ID = 1; }
message MemberRemoveResponse { ResponseHeader header = 1; repeated Member members = 2; }
message MemberUpdateRequest { uint64 ID = 1; repeated string peerURLs = 2; }
message MemberUpdateResponse { ResponseHeader header = 1; repeated Member members = 2; }

message StatusRequest {}
message StatusResponse {
  ResponseHeader header = 1;
  string version = 2;
  int64 dbSize = 3;
  uint64 leader = 4;
  uint64 raftIndex = 5;
  uint64 raftTerm = 6;
  uint64 raftAppliedIndex = 7;
  repeated string errors = 8;
  int64 dbSizeInUse = 9;
  bool isLearner = 10;
}

enum AlarmType { NONE = 0; NOSPACE = 1; CORRUPT = 2; }
message AlarmRequest { int32 action = 1; uint64 memberID = 2; AlarmType alarm = 3; }
message AlarmMember { uint64 memberID = 1; AlarmType alarm = 2; }
message AlarmResponse { ResponseHeader header = 1; repeated AlarmMember alarms = 2; }

message RangeRequest { bytes key = 1; int64 limit = 3; bool serializable = 7; bool count_only = 9; }
message RangeResponse { ResponseHeader header = 1; int64 count = 4; }
`;

/** The calls we make: gRPC service of each; request and response messages are named after the call. */
export const etcdServices = {
  MemberList: 'Cluster',
  MemberAdd: 'Cluster',
  MemberPromote: 'Cluster',
  MemberRemove: 'Cluster',
  MemberUpdate: 'Cluster',
  Status: 'Maintenance',
  Alarm: 'Maintenance',
  Range: 'KV',
} as const;

export type EtcdCall = keyof typeof etcdServices;
