"""cmath over ordinary, huge, tiny and infinite numbers."""
import cmath, math
def t(*a):
    f=a[0]
    try: print(f.__name__, a[1:], f(*a[1:]))
    except BaseException as e: print(f.__name__, a[1:], type(e).__name__, e)
zs=[0,1,-1,1j,-1j,1+1j,-2.5+0.5j,0.5,2,complex(-0.0,0.0),complex(2,-0.0),1e308,1e308+1e308j,710,complex('inf'),complex('-inf'),complex(1,float('inf')),complex(float('inf'),1),1e-320j,100,'x',None]
for n in 'acos acosh asin asinh atan atanh cos cosh exp isfinite isinf isnan log log10 phase polar sin sinh sqrt tan tanh'.split():
    for z in zs: t(getattr(cmath,n), z)
t(cmath.log, 8, 2); t(cmath.log, 1j, 1); t(cmath.log, 5, 0); t(cmath.rect, 1, 2); t(cmath.rect, 2, 0); t(cmath.rect, float('inf'), 0); t(cmath.rect, 1, float('inf')); t(cmath.isclose, 1, 1+1e-12j); t(cmath.isclose, 1, 2); print(cmath.infj, cmath.nanj, cmath.tau, cmath.inf)
