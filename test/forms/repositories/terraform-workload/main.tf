resource "kubernetes_deployment_v1" "gateway" {
  metadata { name = "gateway" }
  spec {
    template {
      spec {
        container {
          image = var.image
          env {
            name  = "KONG_TRUSTED_IPS"
            value = "0.0.0.0/0"
          }
        }
      }
    }
  }
}
