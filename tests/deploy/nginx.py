"""A real nginx with the shipped configuration, run by whoever runs the tests."""

import os
import pwd
import re
import shutil
import socket
import string
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings

FOUND = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
NGINX = FOUND or "nginx"

SHIPPED = Path(settings.BASE_DIR) / "deploy" / "nginx" / "bienphong.conf"
WRAPPER = """
$user
daemon off;
worker_processes 1;
pid $here/pid;
error_log $here/error.log;
events {}
http {
    include $types;
    access_log off;
    client_body_temp_path $here/body;
    proxy_temp_path $here/proxy;
    fastcgi_temp_path $here/fastcgi;
    uwsgi_temp_path $here/uwsgi;
    scgi_temp_path $here/scgi;
    include $here/site.conf;
}
"""


def free_port():
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@contextmanager
def running(here, port, *, var, gunicorn):
    """nginx on that port before gunicorn ("host:port"); its own files go into the folder `here`."""
    words = {
        "HOST": "127.0.0.1",
        "LISTEN": f"127.0.0.1:{port}",
        "VAR_DIR": str(var),
        "GUNICORN": gunicorn,
    }
    site = string.Template(SHIPPED.read_text(encoding="utf-8")).safe_substitute(words)
    (here / "site.conf").write_text(site, encoding="utf-8")
    built = subprocess.run([NGINX, "-V"], capture_output=True, text=True, check=True).stderr
    wrapper = string.Template(WRAPPER).substitute(
        here=here,
        types=Path(re.search(r"--conf-path=(\S+)", built)[1]).with_name("mime.types"),
        user="" if os.geteuid() else f"user {pwd.getpwuid(0).pw_name};",
    )
    (here / "nginx.conf").write_text(wrapper)
    command = [NGINX, "-p", here, "-c", here / "nginx.conf", "-e", here / "error.log"]
    process = subprocess.Popen(command)
    try:
        wait_for(port, here / "error.log")
        yield
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port, log, seconds=20):
    """Until something listens on the port; what the log says, if nothing ever does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with closing(socket.socket()) as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text() if log.exists() else f"nothing listens on {port}")
