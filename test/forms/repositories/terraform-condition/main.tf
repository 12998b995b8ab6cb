resource "helm_release" "kong" {
  name       = "kong"
  namespace  = "kong"
  repository = "https://charts.konghq.com"
  chart      = "kong"
  version    = "2.52.0"
  values = var.prod ? [file("prod.yaml")] : [file("dev.yaml")]
}
