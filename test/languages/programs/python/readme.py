"""Runs one Python example of a README in the working directory: its file, and the example's place in it."""

import pathlib
import re
import sys

import cdk8s
import cdk8s_kong_client_ip
import cdk8s_plus_27
import constructs
import jsii

readme, place = pathlib.Path(sys.argv[1]), int(sys.argv[2])
code = re.findall(r"^```python\n(.*?)^```", readme.read_text(), re.M | re.S)[place]
app = cdk8s.App()
exec(code, {
    **vars(cdk8s),
    **vars(constructs),
    **vars(cdk8s_kong_client_ip),
    "jsii": jsii,
    "kplus": cdk8s_plus_27,
    "chart": cdk8s.Chart(app, "example"),
    "configuration": cdk8s_kong_client_ip.KongConfiguration.inline(
        {"_format_version": "3.0", "services": [{"name": "app", "url": "http://app"}]}
    ),
})
if "App()" not in code:  # otherwise it is a whole program, with an app of its own
    app.synth()
