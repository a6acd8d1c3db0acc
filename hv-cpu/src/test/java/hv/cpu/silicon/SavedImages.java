package hv.cpu.silicon;

import static hv.cpu.silicon.Vectors.PAGE_FAULT;
import static hv.cpu.state.Registers.RAX;

import hv.cpu.decode.Mnemonic;
import hv.cpu.state.X87State;

/**
 * The contents that an image saved by XSAVE or its kin may have. A processor need not notice that a component has its initial configuration again
 * (XINUSE): XSTATE_BV then tells that it is in use, and the image holds the initial configuration, which another processor, ours or the host's,
 * leaves out. AMD's save the x87 pointers and the opcode only if an unmasked exception waits, and have one more bit in MXCSR_MASK. Everything else is
 * as on ours.
 *
 * @sdm 1 "Processor Tracking of XSAVE-Managed State"
 */
final class SavedImages {
    private static final int CONTROL = 0, STATUS = 2, OPCODE = 6, POINTERS_END = 24, MXCSR = 24, MXCSR_MASK = 28, ST = 32, XMM = 160, LEGACY_END = 416, HEADER = 512;
    private static final int X87 = 1, SSE = 2;

    private final Case at;
    /** Offset of the image in a state. */
    private final int image;

    private SavedImages(Case at, int image) {
        this.at = at;
        this.image = image;
    }

    /** Makes the host's image ours where it may differ. @param vendor the host is not of the reference processor's vendor */
    static void adapt(Case at, boolean vendor) {
        if (!at.op.mnemonic.name().contains("SAVE") || at.ours.get(State.VECTOR) != State.NONE || at.theirs.get(State.VECTOR) != State.NONE) return;
        long offset = new Placed(at.op, at.before, at.region).operand() - at.region.memory();
        int bytes = StateImages.bytes(at.op.mnemonic);
        if (offset <= -bytes || offset >= State.MEMORY_BYTES) return;
        var images = new SavedImages(at, State.MEMORY + (int) offset);
        if (offset >= 0 && offset <= State.MEMORY_BYTES - bytes && at.op.mnemonic != Mnemonic.FXSAVE) {
            images.leaveOut();
            images.initialComponents();
        }
        if (vendor) images.vendor();
    }

    /** Whether the host found that memory is lacking which it needs for no more than the initial configuration of a component. */
    static boolean askedForMore(Case at) {
        long rfbm = at.before.register(RAX);
        boolean initial = (rfbm & X87) != 0 && FxImage.initialX87(at.before) || (rfbm & SSE) != 0 && FxImage.initialSse(at.before);
        return initial && at.theirs.get(State.VECTOR) == PAGE_FAULT && at.ours.get(State.VECTOR) != PAGE_FAULT;
    }

    /** Ours saved what the host found to be initial. */
    private void leaveOut() {
        long less = at.ours.get(image + HEADER) & ~at.theirs.get(image + HEADER) & at.before.register(RAX);
        boolean written = at.op.mnemonic == Mnemonic.XSAVE;
        if ((less & X87) != 0 && FxImage.initialX87(at.before)) {
            if (!written) takeBack(0, POINTERS_END);
            if (!written) takeBack(ST, XMM);
            at.ours.set(image + HEADER, at.ours.get(image + HEADER) & ~X87);
        }
    }

    private void takeBack(int from, int to) { for (int i = from; i < to; i++) at.ours.put(image + i, at.before.at(image + i)); }

    private void initialComponents() {
        long more = at.theirs.get(image + HEADER) & ~at.ours.get(image + HEADER) & at.before.register(RAX);
        boolean compacted = at.op.mnemonic == Mnemonic.XSAVEC;
        if ((more & X87) != 0 && x87Initial()) {
            give(0, POINTERS_END);
            give(ST, XMM);
            give(X87);
        }
        if ((more & SSE) != 0 && zero(XMM, end()) && (!compacted || word(MXCSR) == 0x1F80)) {
            give(XMM, end());
            if (compacted) give(MXCSR, ST);
            give(SSE);
        }
    }

    private int end() { return at.op.codeWidth == 64 ? LEGACY_END : XMM + 8 * 16; }

    private boolean x87Initial() { return word(CONTROL) == 0x37F && zero(STATUS, POINTERS_END) && zero(ST, XMM); }

    private int word(int offset) { return at.theirs.selector(image + offset); }

    private boolean zero(int from, int to) {
        int any = 0;
        for (int i = from; i < to; i++) any |= at.theirs.at(image + i);
        return any == 0;
    }

    /** Takes over bytes of our image, as far as they lie in the memory of the case. */
    private void give(int from, int to) {
        int first = Math.max(image + from, State.MEMORY), end = Math.min(image + to, State.MEMORY + State.MEMORY_BYTES);
        for (int i = first; i < end; i++) at.theirs.put(i, at.ours.at(i));
    }

    private void give(int component) { at.theirs.set(image + HEADER, at.theirs.get(image + HEADER) & ~component); }

    private void vendor() {
        if ((at.ours.selector(FxImage.STATUS) & X87State.ES) == 0) give(OPCODE, POINTERS_END);
        give(MXCSR_MASK, ST);
    }
}
