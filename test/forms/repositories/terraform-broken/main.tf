resource "helm_release" "kong" {
  chart = "kong"
  values = [
