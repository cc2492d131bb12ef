// pause holds a pod's namespaces open: it waits, and reaps what is left to it when the pod shares one pid namespace.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	// kubeadm's upgrade starts a job that runs `pause -v` to see whether pods can be made.
	if len(os.Args) > 1 && os.Args[1] == "-v" {
		fmt.Println("pause (tsadm lab)")
		return
	}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGCHLD)
	for received := range signals {
		if received != syscall.SIGCHLD {
			return
		}
		for {
			if pid, _ := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); pid <= 0 {
				break
			}
		}
	}
}
