package hv.cpu.silicon;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Writes 64-bit machine code: the few instructions that {@link HostProgram} is made of. Registers are numbered as in the encoding. */
final class MachineCode {
    static final int RAX = 0, RCX = 1, RDX = 2, RBX = 3, RSP = 4, RBP = 5, RSI = 6, RDI = 7, R12 = 12, R13 = 13, R15 = 15;
    private static final int LOAD = 0x8B, STORE = 0x89, LEA = 0x8D;

    private final ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private final Map<String, Integer> labels = new HashMap<>();
    /** Places of 32-bit displacements from their own ends to labels. */
    private final Map<Integer, String> jumps = new HashMap<>();

    byte[] bytes() {
        jumps.forEach((at, label) -> bytes.putInt(at, labels.get(label) - (at + 4)));
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Offset of a label from the first instruction. */
    int offset(String label) { return labels.get(label); }

    MachineCode label(String name) {
        labels.put(name, bytes.position());
        return this;
    }

    /** An instruction as its bytes. @param text what it is, for the reader */
    MachineCode raw(String hex, String text) {
        bytes.put(HexFormat.ofDelimiter(" ").parseHex(hex));
        return this;
    }

    MachineCode jump(String label) { return branch(0xE9, label); }
    MachineCode jumpIfZero(String label) { return branch(0x0F, 0x84, label); }
    MachineCode jumpIfNotZero(String label) { return branch(0x0F, 0x85, label); }

    private MachineCode branch(int opcode, String label) {
        bytes.put((byte) opcode);
        jumps.put(bytes.position(), label);
        bytes.putInt(0);
        return this;
    }

    private MachineCode branch(int escape, int opcode, String label) {
        bytes.put((byte) escape);
        return branch(opcode, label);
    }

    /** {@code mov register, value} with all 64 bits. */
    MachineCode set(int register, long value) {
        bytes.put((byte) (0x48 | register >> 3)).put((byte) (0xB8 | register & 7)).putLong(value);
        return this;
    }

    /** {@code mov to, from} */
    MachineCode move(int to, int from) { return modrm(STORE, from, 0xC0, to); }
    /** {@code mov to, [base + displacement]} */
    MachineCode load(int to, int base, int displacement) { return memory(LOAD, to, base, displacement); }
    /** {@code mov [base + displacement], from} */
    MachineCode store(int base, int displacement, int from) { return memory(STORE, from, base, displacement); }
    /** {@code lea to, [base + displacement]} */
    MachineCode lea(int to, int base, int displacement) { return memory(LEA, to, base, displacement); }
    /** {@code test register, register} */
    MachineCode test(int register) { return modrm(0x85, register, 0xC0, register); }
    /** {@code cmp a, b} */
    MachineCode compare(int a, int b) { return modrm(0x39, b, 0xC0, a); }

    MachineCode systemCall(int number) { return set(RAX, number).raw("0F 05", "syscall"); }

    /** Copies so many quadwords from [RSI] to [RDI]. */
    MachineCode copyQuadwords(int count) { return set(RCX, count).raw("F3 48 A5", "rep movsq"); }

    /** Stores RAX so many times at [RDI]. */
    MachineCode fillQuadwords(int count) { return set(RCX, count).raw("F3 48 AB", "rep stosq"); }

    private MachineCode memory(int opcode, int register, int base, int displacement) {
        modrm(opcode, register, 0x80, base);
        if ((base & 7) == RSP) bytes.put((byte) 0x24);
        bytes.putInt(displacement);
        return this;
    }

    private MachineCode modrm(int opcode, int register, int mod, int rm) {
        bytes.put((byte) (0x48 | register >> 1 & 4 | rm >> 3)).put((byte) opcode).put((byte) (mod | (register & 7) << 3 | rm & 7));
        return this;
    }
}
