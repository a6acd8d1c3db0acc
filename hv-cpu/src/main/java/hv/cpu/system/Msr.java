package hv.cpu.system;

import hv.cpu.semantics.Cpu;

/** A row of {@link Msrs}. */
record Msr(Read read, Write write) {
    /** A register that is stored in the table of MSRs; it exists if the processor profile or RESET puts it there. */
    static Msr stored(int index, Allowed allowed) {
        return new Msr(c -> value(c, index), (c, v) -> {
            if (!allowed.allows(c, value(c, index), v)) throw c.gp(0);
            c.msrs.put(index, v);
        });
    }

    /** A register whose value the processor profile fixes; a write faults. */
    static Msr constant(int index) { return new Msr(c -> value(c, index), (c, v) -> { throw c.gp(0); }); }

    static long value(Cpu c, int index) {
        var value = c.msrs.get(index);
        if (value == null) throw c.gp(0);
        return value;
    }

    @FunctionalInterface
    interface Read { long read(Cpu c); }

    /** Throws #GP(0) for a value that may not be written. */
    @FunctionalInterface
    interface Write { void write(Cpu c, long value); }

    /** Whether {@code value} may take the place of {@code old}. */
    @FunctionalInterface
    interface Allowed { boolean allows(Cpu c, long old, long value); }
}
