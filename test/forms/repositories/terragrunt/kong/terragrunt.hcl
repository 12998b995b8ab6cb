terraform {
  source = "git::https://github.com/x/modules.git//kong"
}
