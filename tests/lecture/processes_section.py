# The section on processes in seven cells, run by tests/lecture/run as threading_section.py is.

# %% cpu_count
import multiprocessing as mp

print(mp.cpu_count())

# %% process_no_sharing
# Each process appends to a list of its own: ours stays empty.
greetings = []

def greet():
    greetings.append("Hello")

processes = [mp.Process(target=greet) for _ in range(2)]
for process in processes:
    process.start()
for process in processes:
    process.join()
print(greetings)

# %% pool_map
# The built-in map, with processes.
def square(x):
    return x ** 2

with mp.Pool() as pool:
    squares = pool.map(square, range(10))
squares

# %% arr_build_2
numbers = [1 for _ in range(10**7)]

# %% sum_one_process
sum(numbers[i] for i in range(len(numbers)))

# %% split_parts
process_count = mp.cpu_count()
part_size = len(numbers) // process_count
parts = [numbers[i * part_size: (i + 1) * part_size] for i in range(process_count)]

# %% pool_sum
# Summing a part is quick; bringing it to another process is not.
with mp.Pool(process_count) as pool:
    part_sums = pool.map(sum, parts)
