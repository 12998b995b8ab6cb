"""Runs the Python examples of a README, each in a directory of its own: example-1, example-2, …"""

import os
import pathlib
import re
import sys

import cdk8s
import cdk8s_kong_client_ip
import cdk8s_plus_27
import constructs

readme, outdir = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
for number, code in enumerate(re.findall(r"^```python\n(.*?)^```", readme.read_text(), re.M | re.S), 1):
    directory = outdir / f"example-{number}"
    directory.mkdir(parents=True)
    os.chdir(directory)
    app = cdk8s.App(outdir=str(directory / "dist"))
    exec(code.replace("App()", f"App(outdir={str(directory / 'dist')!r})"), {
        **vars(cdk8s),
        **vars(constructs),
        **vars(cdk8s_kong_client_ip),
        "kplus": cdk8s_plus_27,
        "chart": cdk8s.Chart(app, "example"),
        "configuration": cdk8s_kong_client_ip.KongConfiguration.inline(
            {"_format_version": "3.0", "services": [{"name": "app", "url": "http://app"}]}
        ),
    })
    if "App()" not in code:  # otherwise it is a whole program, with an app of its own
        app.synth()
