package hv.core.guest.state;

import hv.api.GuestFault;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Gva;
import hv.core.ept.GuestSpace;
import hv.core.ept.SpaceMemory;
import hv.cpu.LogicalProcessor;

/** Guest-linear memory, read and written page by page: through the guest's own paging, then through guest-physical memory. */
public final class GuestMemoryAccess {
    private static final int PAGE = 0x1000;

    private final LogicalProcessor cpu;
    private final GuestSpace space;
    private final SpaceMemory memory;

    public GuestMemoryAccess(LogicalProcessor cpu, GuestSpace space, SpaceMemory memory) {
        this.cpu = cpu;
        this.space = space;
        this.memory = memory;
    }

    public Gpa translate(Gva at, Access how) throws GuestFault { return space.reached(cpu.translate(at, how, memory).value()); }

    /** @param wrap mask of linear addresses: they wrap at 4 GiB outside 64-bit mode */
    public void read(Gva from, byte[] into, long wrap) throws GuestFault {
        for (int done = 0; done < into.length; ) {
            long at = from.value() + done & wrap;
            int piece = onPage(at, into.length - done);
            memory.read(translate(new Gva(at), Access.READ), into, done, piece);
            done += piece;
        }
    }

    /** Writes bytes; every page is translated before the first byte is written. */
    public void write(Gva to, byte[] bytes, long wrap) throws GuestFault {
        var pages = new Gpa[bytes.length / PAGE + 2];
        int count = 0;
        for (int done = 0; done < bytes.length; ) {
            long at = to.value() + done & wrap;
            pages[count++] = translate(new Gva(at), Access.WRITE);
            done += onPage(at, bytes.length - done);
        }
        for (int page = 0, done = 0; page < count; page++) {
            int piece = onPage(pages[page].value(), bytes.length - done);
            memory.write(pages[page], bytes, done, piece);
            done += piece;
        }
    }

    private static int onPage(long at, int length) { return (int) Math.min(length, PAGE - (at & PAGE - 1)); }
}
