package hv.cpu.decode;

/** One decoded instruction. */
public final class Op {
    public long rip, next;
}
