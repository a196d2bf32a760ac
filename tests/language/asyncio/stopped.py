# Timers of a process that is stopped again and again, at whatever moment: none is missed.
import asyncio
import os
import subprocess

me = os.getpid()
stopper = subprocess.Popen(["/bin/sh", "-c", f"for i in {'x ' * 100}; do kill -STOP {me}; sleep 0.002; kill -CONT {me}; done"])


async def main():
    while stopper.poll() is None:
        for _ in range(10):
            await asyncio.sleep(0.0005)


asyncio.run(main())
print(stopper.returncode)
