package hv.cpu.silicon;

import hv.cpu.state.Registers;

/**
 * The FXSAVE image of a state, in the format with 64-bit pointers: x87 registers, XMM registers and MXCSR.
 *
 * @sdm 1 "FXSAVE Area"
 */
final class FxImage {
    static final int CONTROL = State.FX, STATUS = State.FX + 2, TAGS = State.FX + 4, OPCODE = State.FX + 6, INSTRUCTION = State.FX + 8,
            DATA = State.FX + 16, MXCSR = State.FX + 24, ST = State.FX + 32, XMM = State.FX + 160;
    private static final int MXCSR_MASK = 0xFFFF;

    private FxImage() {}

    /** Sets the state after FNINIT, with all registers 0 and the initial MXCSR. */
    static void initial(State s) {
        for (int i = 0; i < State.FX_BYTES; i += 8) s.set(State.FX + i, 0);
        s.selector(CONTROL, 0x37F);
        s.set(MXCSR, 0x1F80 | (long) MXCSR_MASK << 32);
    }

    static boolean initialX87(State s) { return s.selector(CONTROL) == 0x37F && zero(s, STATUS, MXCSR) && zero(s, ST, XMM); }
    static boolean initialSse(State s) { return zero(s, XMM, State.FX + State.FX_USED); }

    private static boolean zero(State s, int from, int to) {
        int any = 0;
        for (int i = from; i < to; i++) any |= s.at(i);
        return any == 0;
    }

    static int mxcsr(State s) { return (int) s.get(MXCSR); }
    static void mxcsr(State s, int value) { s.set(MXCSR, value & MXCSR_MASK | (long) MXCSR_MASK << 32); }

    static void load(State s, Registers c) {
        c.x87.control(s.selector(CONTROL));
        c.x87.statusWord(s.selector(STATUS));
        c.x87.tags = s.at(TAGS);
        c.x87.fop = s.selector(OPCODE);
        c.x87.fip = s.get(INSTRUCTION);
        c.x87.fdp = s.get(DATA);
        for (int i = 0; i < 8; i++) {
            c.x87.significands[c.x87.top + i & 7] = s.get(ST + 16 * i);
            c.x87.exponents[c.x87.top + i & 7] = s.selector(ST + 16 * i + 8);
        }
        c.vector.mxcsr = mxcsr(s);
        for (int i = 0; i < 32; i++) c.vector.xmm[i] = s.get(XMM + 8 * i);
    }

    static void save(Registers c, State s) {
        for (int i = 0; i < State.FX_BYTES; i += 8) s.set(State.FX + i, 0);
        s.selector(CONTROL, c.x87.control());
        s.selector(STATUS, c.x87.statusWord());
        s.put(TAGS, c.x87.tags);
        s.selector(OPCODE, c.x87.fop);
        s.set(INSTRUCTION, c.x87.fip);
        s.set(DATA, c.x87.fdp);
        for (int i = 0; i < 8; i++) {
            s.set(ST + 16 * i, c.x87.significands[c.x87.top + i & 7]);
            s.selector(ST + 16 * i + 8, c.x87.exponents[c.x87.top + i & 7]);
        }
        mxcsr(s, c.vector.mxcsr);
        for (int i = 0; i < 32; i++) s.set(XMM + 8 * i, c.vector.xmm[i]);
    }
}
