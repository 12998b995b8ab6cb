k8s.helm.v3.Release("kong", chart="kong", repository_opts={"repo": "https://charts.konghq.com"})
