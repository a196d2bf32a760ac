# signal: handlers, masks, timers, waiting, and what is refused.
import signal, os, time, threading
print(signal.SIGINT, repr(signal.SIGINT), signal.Signals(15), signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT) is signal.default_int_handler)
got=[]
print(signal.signal(signal.SIGUSR1, lambda n,f: got.append((n, f.f_code.co_name))))
os.kill(os.getpid(), signal.SIGUSR1); print(got)
signal.raise_signal(signal.SIGUSR1); print(got)
print(type(signal.valid_signals()), signal.SIGUSR2 in signal.valid_signals(), sorted(signal.valid_signals())[:3])
print(signal.strsignal(signal.SIGSEGV), signal.NSIG)
print(signal.alarm(10), signal.alarm(0))
alarms=[]
signal.signal(signal.SIGALRM, lambda n,f: alarms.append(n))
print(signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05))
signal.pause()  # for the first alarm, or, on a busy machine, for a later one
print(signal.setitimer(signal.ITIMER_REAL, 0)[1], set(alarms))
print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2]))
os.kill(os.getpid(), signal.SIGUSR2)
print(signal.sigpending())
print(signal.sigwait({signal.SIGUSR2}))
print(signal.sigtimedwait([signal.SIGUSR2], 0.01))
os.kill(os.getpid(), signal.SIGUSR2)
print(signal.sigwaitinfo([signal.SIGUSR2]).si_signo)
r,w=os.pipe(); os.set_blocking(w, False)
print(signal.set_wakeup_fd(w)); os.kill(os.getpid(), signal.SIGUSR1); print(os.read(r,10))
print(signal.set_wakeup_fd(-1)==w)
signal.pthread_kill(threading.get_ident(), signal.SIGUSR1); print(len(got))
for bad in (0, 100, 9):
    try: signal.signal(bad, signal.SIG_DFL)
    except (ValueError, OSError) as e: print(type(e).__name__, e)
try: signal.signal(2, 7)
except TypeError as e: print(e)
def in_thread():
    try: signal.signal(2, signal.SIG_DFL)
    except ValueError as e: print(e)
t=threading.Thread(target=in_thread); t.start(); t.join()
try: signal.default_int_handler(2, None)
except KeyboardInterrupt as e: print(repr(e))
print(signal.Handlers(0), repr(signal.SIG_IGN), repr(signal.SIG_BLOCK), signal.Signals['SIGCLD'], signal.SIGRTMIN, repr(signal.SIGRTMAX))
class T(Exception): pass
def h(n,f): raise T("late")
signal.signal(signal.SIGALRM, h)
try: signal.setitimer(signal.ITIMER_REAL, .02); time.sleep(60)
except T as e: print(e, signal.getitimer(signal.ITIMER_REAL))
print(signal.siginterrupt(signal.SIGUSR1, False))
