from timing import report


def count_up():
    total = 0
    for i in range(2000000):
        total += i
    return total


def while_down():
    n = 1500000
    while n > 0:
        n -= 1


def collatz():
    longest = 0
    for start in range(1, 12000):
        n, steps = start, 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        if steps > longest:
            longest = steps
    return longest


def floats():
    # the Mandelbrot set, coarsely
    inside = 0
    for row in range(60):
        for column in range(60):
            x = y = 0.0
            cx, cy = column / 30 - 1.5, row / 30 - 1.0
            for _ in range(100):
                x, y = x * x - y * y + cx, 2 * x * y + cy
                if x * x + y * y > 4.0:
                    break
            else:
                inside += 1
    return inside


report(count_up, while_down, collatz, floats)
