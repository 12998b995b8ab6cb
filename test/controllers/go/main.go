// What the AWS Load Balancer Controller makes of objects: cases on standard input, one JSON array; answers on standard output, in order.
// Nothing is sent anywhere: AWS is played by the types in aws.go.
package main

import (
	"encoding/json"
	"log"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	elbv2api "sigs.k8s.io/aws-load-balancer-controller/apis/elbv2/v1beta1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

type testCase struct {
	// The Service or Ingress to read.
	Object json.RawMessage
	// What stands around it.
	Others []json.RawMessage
}

type answer struct {
	// Whether the controller takes the object as it stands.
	Claims bool `json:"claims"`
	// Whether it takes a Service after its webhook saw it created.
	ClaimsByWebhook bool `json:"claimsByWebhook"`
	// Why it builds nothing.
	Error string `json:"error,omitempty"`
	// What it builds, whoever takes the object.
	Stack json.RawMessage `json:"stack,omitempty"`
}

func main() {
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		log.Fatal(err)
	}
	answers := make([]answer, len(cases))
	for i, given := range cases {
		answers[i] = read(given)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}

func read(given testCase) answer {
	object, err := decode(given.Object)
	if err != nil {
		return answer{Error: err.Error()}
	}
	var others []client.Object
	for _, text := range given.Others {
		other, err := decode(text)
		if err != nil {
			return answer{Error: err.Error()}
		}
		others = append(others, other)
	}
	return build(object, others)
}

func decode(text json.RawMessage) (client.Object, error) {
	object, _, err := scheme.Codecs.UniversalDeserializer().Decode(text, nil, nil)
	if err != nil {
		return nil, err
	}
	return object.(client.Object), nil
}

func schemeOf() *runtime.Scheme {
	if err := elbv2api.AddToScheme(scheme.Scheme); err != nil {
		log.Fatal(err)
	}
	return scheme.Scheme
}
