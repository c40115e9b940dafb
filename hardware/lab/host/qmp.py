#!/usr/bin/env python3
"""qmp.py SOCKET COMMAND...: talk to the running QEMU.

A COMMAND that begins with { is sent as QMP, anything else to QEMU's monitor:
qmp.py $LAB_RUN/qmp.sock "savevm booted" '{"execute": "query-status"}'
"""
import json
import socket
import sys


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(60)
    connection.connect(sys.argv[1])
    stream = connection.makefile("rw")
    stream.readline()  # the greeting

    def ask(request):
        stream.write(json.dumps(request) + "\n")
        stream.flush()
        for line in stream:
            reply = json.loads(line)
            if "return" in reply or "error" in reply:  # anything else is an event
                return reply
        sys.exit("qmp.py: QEMU closed the connection")

    ask({"execute": "qmp_capabilities"})
    failed = False
    for command in sys.argv[2:]:
        if command.startswith("{"):
            reply = ask(json.loads(command))
        else:
            reply = ask({"execute": "human-monitor-command", "arguments": {"command-line": command}})
        failed = failed or "error" in reply
        print(reply.get("return", reply))
    sys.exit(1 if failed else 0)


main()
