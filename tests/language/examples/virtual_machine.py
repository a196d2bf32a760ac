# A stack machine with a tiny assembler: an interpreter inside the interpreter.

PROGRAM = '''
        push 1
        store result
        push 10
        store n
loop:   load n
        jump_if_zero end
        load result
        load n
        mul
        store result
        load n
        push 1
        sub
        store n
        jump loop
end:    load result
        print
        push 2
        call square
        print
        halt
square: dup
        mul
        return
'''

def assemble(text):
    code, labels = [], {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if ':' in line:
            label, line = map(str.strip, line.split(':'))
            labels[label] = len(code)
        name, *arguments = line.split()
        code.append((name, arguments))
    return [(name, *(labels.get(a, int(a) if a.lstrip('-').isdigit() else a) for a in arguments)) for name,
            arguments in code]

class Machine:
    binary = {'add': lambda a, b: a + b, 'sub': lambda a, b: a - b, 'mul': lambda a, b: a * b, 'less': lambda a,
              b: int(a < b)}

    def __init__(self, code):
        self.code, self.at, self.stack, self.calls, self.memory, self.steps = code, 0, [], [], {}, 0

    def run(self, limit=10000):
        while self.steps < limit:
            self.steps += 1
            name, *arguments = self.code[self.at]
            self.at += 1
            if name == 'halt': return self
            if name in self.binary:
                b, a = self.stack.pop(), self.stack.pop()
                self.stack.append(self.binary[name](a, b))
            else:
                getattr(self, 'do_' + name)(*arguments)
        raise TimeoutError(f'no end after {limit} steps')

    def do_push(self, value): self.stack.append(value)
    def do_dup(self): self.stack.append(self.stack[-1])
    def do_store(self, name): self.memory[name] = self.stack.pop()
    def do_load(self, name): self.stack.append(self.memory[name])
    def do_print(self): print('machine says', self.stack.pop())
    def do_jump(self, target): self.at = target
    def do_jump_if_zero(self, target):
        if self.stack.pop() == 0: self.at = target
    def do_call(self, target):
        self.calls.append(self.at)
        self.at = target
    def do_return(self): self.at = self.calls.pop()

machine = Machine(assemble(PROGRAM)).run()
print(machine.steps, machine.memory, machine.stack)
for text in ('loop: jump loop', 'add\nhalt', 'load x\nhalt', 'nonsense', 'push 1'):
    try: Machine(assemble(text)).run()
    except (TimeoutError, IndexError, KeyError, AttributeError) as e: print(type(e).__name__, e)
squares = Machine(assemble('push 0\nstore i\nnext: load i\ndup\nmul\nprint\nload i\npush 1\nadd\nstore i\nload i\npush 5\nless\njump_if_zero end\njump next\nend: halt')).run()
print(squares.steps)
