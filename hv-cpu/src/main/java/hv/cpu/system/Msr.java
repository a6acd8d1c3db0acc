package hv.cpu.system;

import hv.cpu.semantics.Cpu;

/** A row of {@link Msrs}. */
record Msr(Read read, Write write) {
    @FunctionalInterface
    interface Read { long read(Cpu c); }

    /** Throws #GP(0) for a value that may not be written. */
    @FunctionalInterface
    interface Write { void write(Cpu c, long value); }

    /** Whether {@code value} may take the place of {@code old}. */
    @FunctionalInterface
    interface Allowed { boolean allows(Cpu c, long old, long value); }
}
