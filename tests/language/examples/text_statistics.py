# Words of a text: counting, grouping, sorting, tables.

TEXT = '''It was the best of times, it was the worst of times, it was the age of wisdom,
it was the age of foolishness, it was the epoch of belief, it was the epoch of incredulity,
it was the season of Light, it was the season of Darkness, it was the spring of hope,
it was the winter of despair.'''

words = [w.strip('.,').lower() for w in TEXT.split()]
counts = {}
for w in words: counts[w] = counts.get(w, 0) + 1
ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
print(f'{len(words)} words, {len(counts)} different, {len(TEXT.splitlines())} lines')
for word, n in ranked[:8]: print(f'{word:<10}|{"#" * n:<12}|{n:>3} {n / len(words):6.1%}')
by_length = {}
for w in counts: by_length.setdefault(len(w), []).append(w)
for length in sorted(by_length, reverse=True): print(length, ' '.join(sorted(by_length[length])))
index = {}
for number, line in enumerate(TEXT.splitlines(), 1):
    for w in set(line.lower().replace(',', '').replace('.', '').split()): index.setdefault(w, []).append(number)
print({w: index[w] for w in sorted(index) if len(index[w]) > 1})
print(max(counts, key=len), min(counts, key=lambda w: (len(w), w)), sum(map(len, words)) / len(words))
pairs = {}
for a, b in zip(words, words[1:]): pairs.setdefault(a, set()).add(b)
print(sorted(pairs['of']), sorted(pairs['the']), len(pairs['was']))
print(' '.join(w.capitalize() if i % 2 == 0 else w.upper() for i, w in enumerate(words[:6])),
      ''.join(w[0] for w in words))
print('\n'.join(f'{line[:30]:.<36}{len(line):>4}' for line in TEXT.splitlines()))
caesar = str.maketrans({chr(97 + i): chr(97 + (i + 13) % 26) for i in range(26)})
print(TEXT.lower().translate(caesar)[:40], TEXT.lower().translate(caesar).translate(caesar) == TEXT.lower())
