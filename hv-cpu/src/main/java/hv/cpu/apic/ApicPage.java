package hv.cpu.apic;

/**
 * The registers of a local APIC, laid out as in memory. A VMM in Java keeps those of a virtual processor in its virtual-APIC page, where the
 * processor uses them, too.
 */
public interface ApicPage {
    /** @param offset a multiple of 16 below 4096 */
    int get(int offset);
    void set(int offset, int value);

    /** A page on the Java heap. */
    static ApicPage own() {
        var registers = new int[256];
        return new ApicPage() {
            @Override public int get(int offset) { return registers[offset >>> 4]; }
            @Override public void set(int offset, int value) { registers[offset >>> 4] = value; }
        };
    }
}
