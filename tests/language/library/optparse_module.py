"""optparse: options of every action, help texts, complaints."""

import optparse, sys, io, os
os.environ['COLUMNS'] = '80'
def t(f):
    err = sys.stderr; sys.stderr = sys.stdout
    try: print(f())
    except SystemExit as e: print('exit', e.code)
    except BaseException as e: print(type(e).__name__, e)
    finally: sys.stderr = err
def make(**k):
    p = optparse.OptionParser(usage='usage: %prog [options] a b', version='%prog 1.0', description='A long description of what this does, ' * 3, epilog='The end.', prog='prog', **k)
    p.add_option('-f', '--file', dest='filename', help='write to FILE', metavar='FILE'); p.add_option('-q', '--quiet', action='store_false', dest='verbose', default=True, help='be quiet [default: %default]'); p.add_option('-n', type='int', default=5, help='number, a very long help text that has to be wrapped over lines, really'); p.add_option('--mode', type='choice', choices=['a', 'b']); p.add_option('-v', action='count'); p.add_option('-p', nargs=2, type='float'); p.add_option('-a', action='append'); p.add_option('--const', action='store_const', const=42); p.add_option('--hid', help=optparse.SUPPRESS_HELP)
    p.add_option('--cb', action='callback', callback=lambda o, s, v, p, *a: print('cb', s, v, a), type='string', callback_args=(1,))
    g = optparse.OptionGroup(p, 'Group', 'group text'); g.add_option('-g', action='store_true'); p.add_option_group(g)
    return p
for a in [[], ['-f', 'x', 'y', '-q'], ['--file=z', '--', '-q'], ['-fx', '-vvv', '-n', '0x10'], ['--mode', 'c'], ['--mo', 'a'], ['-n', 'q'], ['-p', '1', '2.5'], ['-p', '1'], ['-a1', '-a', '2'], ['--const', '--cb', 'v', '-g'], ['-z'], ['--nope'], ['--help'], ['--version'], ['--const=1'], ['--c'], ['-']]:
    t(lambda: (lambda v, r: (sorted(v.__dict__.items()), r))(*make().parse_args(a)))
t(lambda: make(formatter=optparse.TitledHelpFormatter()).format_help()); t(lambda: optparse.Option('x')); t(lambda: optparse.Option('-x', action='zz')); t(lambda: optparse.Option('-x', foo=1)); t(lambda: make().add_option('-f')); t(lambda: make().get_usage()); t(lambda: make().has_option('-q')); t(lambda: make().get_option('--file')._short_opts)
p = make(); p.set_defaults(n=9); t(lambda: p.parse_args([])[0].n); p.disable_interspersed_args(); t(lambda: p.parse_args(['x', '-q'])[1])
