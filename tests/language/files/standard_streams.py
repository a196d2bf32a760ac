# sys.stdin, sys.stdout, sys.stderr: what they are, what reconfigure changes, and what happens to them.
import io
import os
import subprocess
import sys

NAMES = ('stdin', 'stdout', 'stderr')
for name in NAMES:
    stream = getattr(sys, name)
    print(name, type(stream).__name__, stream.name, stream.mode, stream.fileno(), stream.readable(), stream.writable(), stream.encoding,
          stream.closed, type(stream.buffer).__name__,
          stream is getattr(sys, f'__{name}__'))


def run(source, *options, given='', encoding='utf-8', **settings):
    """What a program of its own prints, to both streams, and how it ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(('PYTHON', 'LC_', 'LANG'))}
    environment.update(settings.pop('environment', {'LC_ALL': 'C.UTF-8'}))
    done = subprocess.run([sys.executable, *options, '-c', source], input=given.encode(encoding), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=environment, **settings)
    last = done.stderr.splitlines()[-1:]
    print(done.returncode, done.stdout, last)


run("import sys; sys.stdout.reconfigure(encoding='latin-1', errors='replace'); print('é я')")
run("import sys; sys.stdout.reconfigure(newline='\\r\\n'); print('line')")
run("import sys; sys.stdin.reconfigure(encoding='utf-16'); print(sys.stdin.read())", given='шире', encoding='utf-16')
run("import sys; sys.stdin.reconfigure(errors='replace'); print(ascii(sys.stdin.read()))", given='я', encoding='cp1251')
run("import sys; print(ascii(sys.stdin.read()), sys.stdin.errors, sys.stdout.errors, sys.stderr.errors)", given='я', encoding='cp1251',
    environment={'LC_ALL': 'C.UTF-8'})
run("print('\\udcff')", environment={'LC_ALL': 'C.UTF-8'})
run("import sys; print('\\ud800', file=sys.stderr)")
run("import sys; sys.stdout.write('no end'); sys.stderr.write('err'); sys.stdout.flush(); print(' end')")
run("import sys; sys.stdout.buffer.write(b'\\x00\\xff'); sys.stdout.write('text')")
run("import sys; sys.stdout.write('text'); sys.stdout.flush(); sys.stdout.buffer.write(b'\\x00\\xff')")
run("import sys; print(sys.stdin.readline(), sys.stdin.buffer.read(), list(sys.stdin))", given='one\ntwo\n')
run("print(input('? '), input())", given='one\ntwo\n')
run("input()", given='')
run("import sys; sys.stdout.close(); print('x')")
run("import sys; sys.stdin.close(); input()")
run("import sys; sys.stdout = None; print('nowhere')")
run("import sys, io; sys.stdout = io.StringIO(); print('kept'); sys.__stdout__.write(sys.stdout.getvalue())")
run("import sys; del sys.stdout; print('x')")
run("import os; os.close(1); print('x')")
run("import sys; sys.stdout.detach(); print('x')")
run("import sys, os; sys.stdout.write('first '); os.write(1, b'second ')")
run("import sys, os; sys.stdout.write('first '); os.write(1, b'second ')", '-u')
run("import sys; print(sys.stdout.line_buffering, sys.stdout.write_through, sys.stderr.line_buffering)", '-u')
run("import os; print('lost'); os._exit(3)")
run("import sys; print('a'); print('b', file=sys.stderr); sys.exit('c')")
run("import atexit; atexit.register(print, 'at exit'); print('before')")
run("import sys, threading; threading.Thread(target=lambda: print('from a thread')).start()")
run("import sys; print(sys.stdout.write('x' * 10), sys.stdout.tell() if sys.stdout.seekable() else 'a pipe')")
# The reader is gone; the disk is full.
run("import sys, os; r, w = os.pipe(); os.dup2(w, 1); os.close(w); os.close(r); print('x')")
run("import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1); print('x')")
run("import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1); print('x', flush=True)")
run("for fd in range(3): __import__('os').close(fd)\nimport sys; print('x')")
terminal, other = os.openpty()
child = subprocess.run([sys.executable, '-c', 'import sys; print(sys.stdout.isatty(), sys.stdout.line_buffering)'], stdout=other,
                       env={'PATH': os.environ['PATH']})
print(os.read(terminal, 100))
