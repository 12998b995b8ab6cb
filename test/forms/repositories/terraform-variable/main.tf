resource "helm_release" "kong" {
  name       = "kong"
  namespace  = "kong"
  repository = "https://charts.konghq.com"
  chart      = "kong"
  values = [yamlencode({
    env = {
      trusted_ips    = var.network
      real_ip_header = "X-Forwarded-For"
      pg_host        = var.host
    }
    proxy = {
      annotations           = { "service.beta.kubernetes.io/azure-load-balancer-internal" = "true" }
      externalTrafficPolicy = "Local"
    }
  })]
}
