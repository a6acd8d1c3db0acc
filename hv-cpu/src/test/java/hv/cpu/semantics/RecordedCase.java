package hv.cpu.semantics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** One case of {@code recorded64.txt} or {@code recorded32.txt}: the state before and after an instruction. */
final class RecordedCase {
    static final int DATA = 0x10_0000, DATA_BYTES = 128;
    private static final List<String> REGISTERS =
            List.of("rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15");

    final State before, after;
    /** "#DE", "#BR" or "#GP", or empty. */
    final String fault;

    /** @param next where the instruction after it is */
    RecordedCase(String line, int codeWidth, long next) {
        var halves = line.strip().split(" -> ");
        before = new State(-1L >>> 64 - codeWidth);
        before.apply(halves[0]);
        after = new State(before);
        after.rip = next;
        fault = halves[1].startsWith("#") ? halves[1] : "";
        if (fault.isEmpty()) after.apply(halves[1]);
    }

    /** The registers and the memory that a case reads and changes. */
    static final class State {
        final long[] registers = new long[16];
        final byte[] memory;
        int flags;
        long rip;

        private State(long registerMask) {
            for (int i = 0; i < 16; i++) registers[i] = i * 0x0101_0101_0101_0101L & registerMask;
            registers[3] = registers[6] = DATA;
            registers[4] = DATA + 0x40;
            registers[7] = DATA + 0x20;
            memory = new byte[DATA_BYTES];
            for (int i = 0; i < memory.length; i++) memory[i] = (byte) (i * 0x1D + 7);
        }

        private State(State from) {
            System.arraycopy(from.registers, 0, registers, 0, 16);
            memory = from.memory.clone();
        }

        /** The state that a processor has now. */
        State(Bench bench) {
            System.arraycopy(bench.c.r, 0, registers, 0, 16);
            memory = new byte[DATA_BYTES];
            bench.ram.read(DATA, memory, 0, memory.length);
            flags = bench.c.flags.image();
            rip = bench.c.rip;
        }

        private void apply(String changes) {
            for (var change : changes.split(" ")) {
                var sides = change.split("=");
                int register = REGISTERS.indexOf(sides[0]);
                if (register >= 0) registers[register] = Long.parseUnsignedLong(sides[1], 16);
                else if (sides[0].equals("f")) flags = Integer.parseInt(sides[1], 16);
                else if (sides[0].equals("rip")) rip = Long.parseLong(sides[1], 16);
                else patch(Integer.parseInt(sides[0].substring(1), 16), HexFormat.of().parseHex(sides[1]));
            }
        }

        private void patch(int at, byte[] bytes) { System.arraycopy(bytes, 0, memory, at, bytes.length); }

        void load(Bench bench) {
            System.arraycopy(registers, 0, bench.c.r, 0, 16);
            bench.ram.write(DATA, memory, 0, memory.length);
            bench.c.flags.setImage(flags);
        }

        /** Each difference as a phrase; flags by a mask. */
        List<String> differences(State actual, int mask) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) compare(all, REGISTERS.get(i), registers[i], actual.registers[i]);
            compare(all, "rip", rip, actual.rip);
            compare(all, "flags", flags & mask, actual.flags & mask);
            if (!Arrays.equals(memory, actual.memory)) {
                int at = Arrays.mismatch(memory, actual.memory);
                compare(all, "memory byte " + Integer.toHexString(at), memory[at] & 0xFF, actual.memory[at] & 0xFF);
            }
            return all;
        }

        private static void compare(List<String> all, String what, long expected, long actual) {
            if (expected != actual) all.add(what + " is " + Long.toHexString(actual) + ", not " + Long.toHexString(expected));
        }
    }
}
