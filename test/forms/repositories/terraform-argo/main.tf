resource "argocd_application" "kong" {
  metadata { name = "kong" }
  spec {
    source {
      repo_url = "https://charts.konghq.com"
      chart    = "kong"
      target_revision = "2.52.0"
      helm {
        parameter {
          name  = "env.trusted_ips"
          value = "0.0.0.0/0"
        }
      }
    }
    destination { namespace = "kong" }
  }
}
