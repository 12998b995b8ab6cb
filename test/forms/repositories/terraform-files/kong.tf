resource "helm_release" "kong" {
  name       = "kong"
  repository = "https://charts.konghq.com"
  chart      = "ingress"
  version    = "0.24.0"
  namespace  = "kong"
  values     = [file("${path.module}/values.yaml"), templatefile("${path.module}/kong.yaml.tftpl", { host = var.host })]
  set = [
    { name = "gateway.proxy.type", value = "LoadBalancer" },
  ]
}
