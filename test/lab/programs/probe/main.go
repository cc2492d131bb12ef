// probe looks at a cluster from inside a pod. busybox's wget cannot check a certificate, so this does:
//
//	probe resolve NAME        prints the addresses of a name
//	probe api PATH            GETs a path of the API service with the pod's own token and certificate authority
//	probe serve TEXT          answers every HTTP request on port 8080 with the text
//	probe get URL             prints the body of an HTTP answer
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

const account = "/var/run/secrets/kubernetes.io/serviceaccount/"

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: probe resolve|api|serve|get ARGUMENT"))
	}
	switch verb, argument := os.Args[1], os.Args[2]; verb {
	case "resolve":
		addresses, err := net.LookupHost(argument)
		check(err)
		fmt.Println(strings.Join(addresses, "\n"))
	case "api":
		token, err := os.ReadFile(account + "token")
		check(err)
		authority, err := os.ReadFile(account + "ca.crt")
		check(err)
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(authority)
		host := net.JoinHostPort(os.Getenv("KUBERNETES_SERVICE_HOST"), os.Getenv("KUBERNETES_SERVICE_PORT"))
		request, err := http.NewRequest(http.MethodGet, "https://"+host+argument, nil)
		check(err)
		request.Header.Set("Authorization", "Bearer "+string(token))
		show(&http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}, request)
	case "serve":
		check(http.ListenAndServe(":8080", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintln(w, argument)
		})))
	case "get":
		request, err := http.NewRequest(http.MethodGet, argument, nil)
		check(err)
		show(http.DefaultTransport, request)
	default:
		fail(fmt.Errorf("unknown verb %s", verb))
	}
}

func show(transport http.RoundTripper, request *http.Request) {
	answer, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Do(request)
	check(err)
	body, err := io.ReadAll(answer.Body)
	check(err)
	fmt.Print(string(body))
	if answer.StatusCode >= 400 {
		fail(fmt.Errorf("%s", answer.Status))
	}
}

func check(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "probe:", err)
	os.Exit(1)
}
