variable "policy" {
  default = "Cluster"
}
