module "kong" {
  source  = "git::https://git.example.com/modules.git//kong"
  version = "1.0"
}
