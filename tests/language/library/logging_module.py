"""Loggers, handlers, formatters and filters; dictConfig; queues."""
import logging, logging.handlers, logging.config, io, sys
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
out = io.StringIO()
logging.basicConfig(stream=out, level=logging.DEBUG, format='%(levelname)-8s|%(name)s|%(message)s|%(funcName)s|%(lineno)d|%(filename)s|%(module)s')
log = logging.getLogger('a.b')
log.info('hi %s %d', 'x', 5); log.warning('map %(k)s', {'k': 1}); logging.debug('root')
def f():
    try: 1/0
    except ZeroDivisionError: log.exception('oops')
f()
log.error('e', extra={'zz': 1}); log.log(25, 'lvl'); log.critical('c', stack_info=False)
print(out.getvalue().replace(__file__, 'FILE'))
t(lambda: log); t(lambda: logging.getLogger()); t(lambda: log.parent); t(lambda: logging.getLogger('a').getChild('q')); t(lambda: log.getEffectiveLevel()); t(lambda: logging.getLevelName(25)); t(lambda: logging.getLevelName('INFO'))
t(lambda: log.setLevel('FOO')); t(lambda: log.setLevel(1.5)); t(lambda: logging.Formatter('%(x', style='q')); t(lambda: logging.Formatter('nothing')); t(lambda: logging.Formatter('{message} {levelname:>8}', style='{').format(logging.makeLogRecord({'msg':'m','levelname':'I'}))); t(lambda: logging.Formatter('$message', style='$').format(logging.makeLogRecord({'msg':'m'})))
h = logging.StreamHandler(out); h.setLevel('ERROR'); t(lambda: h.level); t(lambda: logging.NullHandler())
class F(logging.Filter):
    def filter(self, r): return 'no' not in r.msg
lg = logging.getLogger('filt'); s2 = io.StringIO(); h2 = logging.StreamHandler(s2); h2.setFormatter(logging.Formatter('[%(levelname)s] %(message)s')); lg.addHandler(h2); lg.addFilter(F()); lg.propagate=False; lg.setLevel(10)
lg.info('yes'); lg.info('no way'); lg.debug('d'); print(s2.getvalue())
ad = logging.LoggerAdapter(lg, {'u': 1}); ad.info('adapted'); print(s2.getvalue(), ad)
mh = logging.handlers.MemoryHandler(3, target=h2); lg.removeHandler(h2); lg.addHandler(mh); lg.info('1'); lg.info('2'); print(len(mh.buffer)); lg.error('3'); print(len(mh.buffer), s2.getvalue())
logging.addLevelName(35, 'NOTICE'); lg.log(35, 'n'); mh.flush(); print(s2.getvalue())
t(lambda: lg.info('x', extra={'message': 1}))
logging.config.dictConfig({'version':1,'formatters':{'f':{'format':'%(levelname)s:%(message)s'}},'handlers':{'h':{'class':'logging.StreamHandler','formatter':'f','stream':'ext://sys.stdout'}},'root':{'handlers':['h'],'level':'INFO'},'loggers':{'z':{'level':'DEBUG'}}})
logging.info('cfg'); logging.getLogger('z').debug('zdebug'); logging.getLogger('y').debug('no')
logging.disable(logging.INFO); logging.info('dis'); logging.warning('warned'); logging.disable(0)
t(lambda: logging.config.dictConfig({'version':2}))
import queue
q = queue.Queue(); ql = logging.handlers.QueueListener(q, logging.StreamHandler(sys.stdout)); ql.start(); l3 = logging.getLogger('q3'); l3.propagate=False; l3.addHandler(logging.handlers.QueueHandler(q)); l3.warning('via %s', 'queue'); ql.stop()
t(lambda: logging.getLogger('x.y.z').hasHandlers()); t(lambda: logging.LogRecord('n', 10, '/a/b.py', 5, 'm %s', ('q',), None).getMessage()); t(lambda: sorted(logging.makeLogRecord({}).__dict__))
