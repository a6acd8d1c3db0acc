package hv.cpu.memory;

import hv.cpu.state.Controls;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;

/** A guest's paging as software in Java walks it. Looking changes nothing: accessed and dirty flags stay, and no translation cache is asked or filled. */
public final class GuestWalk {
    /** Reads guest-physical memory. */
    @FunctionalInterface
    public interface Reader {
        /** @param bytes 4 or 8 */
        long read(long gpa, int bytes);
    }

    private static final Controls OUTSIDE_VMX = new Controls();

    private final int physicalBits;
    private final GuestException fault = new GuestException();
    private final TlbKey key = new TlbKey();

    /** @param physicalBits width of physical addresses, MAXPHYADDR */
    public GuestWalk(int physicalBits) { this.physicalBits = physicalBits; }

    /**
     * @param registers the guest's: CR0, CR3, CR4, IA32_EFER, PDPTEs, CPL, RFLAGS.AC and CS.L decide
     * @param access    bits of {@link Access}
     * @return guest-physical address
     * @throws GuestException as the guest's access would
     */
    public long translate(Registers registers, long linear, int access, Reader memory) {
        key.set(registers, OUTSIDE_VMX, false);
        var paging = new Paging(registers, new Looking(memory), fault, physicalBits);
        return paging.translate(key.isWide() ? linear : linear & 0xFFFF_FFFFL, access, key.mode);
    }

    private record Looking(Reader memory) implements PagingStructures {
        @Override public long entry(long gpa, long linear) { return gpa; }
        @Override public long read(long address, int bytes) { return memory.read(address, bytes); }
        @Override public void set(long gpa, long linear, long entry, int flags) {}
    }
}
