# Every form a number can be written in.

print(0, 7, 1_000_000, 00, 0_0)
print(0x1F, 0XfF, 0xdead_beef, 0o17, 0O7_7, 0b101, 0B1111_0000)
print(1.5, 1., .5, 1e3, 1E-3, 1.5e+2, 1_0.0_1, 0e0, 00.5, 09.5)
print(1e308 * 10, -1e308 * 10, 1e-400)
print(123456789012345678901234567890)
print(0xffffffffffffffffffffffff)
print(2j, 1.5j, 1e2J)
print(1 if True else 2)
print(1 .real, 1.0.real, 5 .bit_length())
print(-2 ** 2, (-2) ** 2, 2 ** -1, 2 ** 3 ** 2)
print(~5, - -5, +5, -+-5, not 5, not not 5)
