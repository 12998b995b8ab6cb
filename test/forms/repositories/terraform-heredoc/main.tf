variable "network" {
  type = string
}

resource "helm_release" "kong" {
  name       = "kong"
  namespace  = "kong"
  repository = "https://charts.konghq.com"
  chart      = "kong"
  version    = "3.4.1"

  values = [
    <<-YAML
      env:
        database: "off"
        trusted_ips: 0.0.0.0/0
        real_ip_header: X-Forwarded-For
      proxy:
        annotations:
          service.beta.kubernetes.io/azure-load-balancer-internal: "false"
    YAML
  ]

  set {
    name  = "proxy.externalTrafficPolicy"
    value = "Local"
  }
}
