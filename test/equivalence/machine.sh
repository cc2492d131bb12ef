#!/bin/sh
# Runs a case on a machine of its own: this host's files with a writable layer above, a host name, a network.
#   machine.sh SPACE
# SPACE holds: layer/ (what lies on the machine at first), network.sh, steps.sh, hostname, kubeadm (path), and gets
# layer-after/. Called by sandbox.ts in fresh mount, network and host name namespaces.
set -e
space=$1
hostname "$(cat "$space/hostname")"
mkdir "$space/mounted"
mount -t tmpfs equivalence "$space/mounted"
cd "$space/mounted"
mkdir upper work root
cp -a "$space/layer/." upper
mount -t overlay -o "lowerdir=/,upperdir=$PWD/upper,workdir=$PWD/work" equivalence root
for view in proc sys dev; do mount --rbind "/$view" "root/$view"; done
for folder in tmp run; do mount -t tmpfs equivalence "root/$folder"; done
touch root/case/bin/kubeadm.real
mount --bind "$(cat "$space/kubeadm")" root/case/bin/kubeadm.real
sh -e "$space/network.sh"
chroot root /bin/sh /case/steps.sh
cd "$space"
cp -a mounted/upper layer-after
