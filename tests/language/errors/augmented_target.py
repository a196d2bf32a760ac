# += needs a single target.
(a, b) += 1
