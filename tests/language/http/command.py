# python -m http.server serves the files of a folder, and ends at Ctrl-C.
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request

for name in list(os.environ):
    if name.lower().endswith("_proxy"):
        del os.environ[name]
scratch = tempfile.TemporaryDirectory()
folder = scratch.name
with open(os.path.join(folder, "file.txt"), "w") as file:
    file.write("of the folder")
for more in (["--directory", folder, "--bind", "127.0.0.1"], ["-d", folder, "-b", "127.0.0.1", "--protocol", "HTTP/1.1"]):
    server = subprocess.Popen([sys.executable, "-u", "-m", "http.server", *more, "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    line = server.stdout.readline()
    port = re.search(r"port (\d+)", line)[1]
    print(line.replace(port, "PORT"), end="")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/file.txt", timeout=60) as response:
        print(response.read(), response.version, response.headers["Content-Type"], response.headers["Server"].split("/")[0])
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as response:
        print("file.txt" in response.read().decode())
    server.send_signal(signal.SIGINT)
    out, err = server.communicate(timeout=60)
    print(repr(out), server.returncode)
    print(re.sub(r"\[.*?\]", "[then]", err), end="")
