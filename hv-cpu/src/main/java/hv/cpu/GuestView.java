package hv.cpu;

import hv.api.GuestFault;
import hv.api.x86.Access;
import hv.api.x86.AccessRights;
import hv.api.x86.Efer;
import hv.api.x86.Gpa;
import hv.api.x86.Gva;
import hv.api.x86.Hpa;
import hv.cpu.LogicalProcessor.GuestMemory;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Fetch;
import hv.cpu.memory.GuestWalk;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;
import hv.cpu.vmx.GuestArea;
import hv.cpu.vmx.Settled;
import java.util.Optional;

/** The guest of the current VMCS as software in Java sees it: its paging, its EPT, its next instruction. */
final class GuestView {
    private static final String UNREADABLE = "(cannot be fetched)";

    private final Settled settled;
    private final GuestWalk walk;
    private final GuestMemory throughEpt = new ThroughEpt();

    GuestView(Settled settled) {
        this.settled = settled;
        this.walk = new GuestWalk(settled.profile.physicalBits());
    }

    GuestMemory throughEpt() { return throughEpt; }

    Gpa translate(Gva linear, Access how, GuestMemory memory) throws GuestFault {
        try {
            return new Gpa(translate(GuestArea.registers(settled), linear.value(), how, memory));
        } catch (GuestException e) {
            throw new GuestFault(GuestEvents.asEvent(e));
        }
    }

    private long translate(Registers guest, long linear, Access how, GuestMemory memory) {
        return walk.translate(guest, linear, how.bits(), (gpa, bytes) -> memory.read(new Gpa(gpa), bytes));
    }

    Optional<Hpa> translate(Gpa physical, Access how) {
        if (!GuestArea.usesEpt(settled)) return Optional.of(new Hpa(physical.value()));
        long host = GuestArea.throughEpt(settled, physical.value(), how.bits());
        return host == GuestArea.NOT_ALLOWED ? Optional.empty() : Optional.of(new Hpa(host));
    }

    /** Disassembles the next instruction: in root operation the guest's, otherwise the processor's own. */
    String disassembleAtRip(GuestMemory memory) {
        boolean root = settled.controls.vmxOn && !settled.controls.nonRoot && settled.vmx.pointers.hasCurrent();
        try {
            return root ? guestsNext(memory) : ownNext();
        } catch (GuestException | VmExitSignal e) {
            return UNREADABLE;
        }
    }

    private String guestsNext(GuestMemory memory) {
        var guest = GuestArea.registers(settled);
        return text(guest, i -> memory.fetch(new Gpa(translate(guest, csBase(guest) + guest.rip + i, Access.EXECUTE, memory))));
    }

    private String ownNext() {
        var cpu = settled.cpu();
        return text(cpu, i -> cpu.mem.fetchedByte(cpu.mem.fetch(csBase(cpu) + cpu.rip + i)));
    }

    private static String text(Registers registers, Fetch bytes) {
        int bits = long64(registers) ? 64 : (registers.segments[Segment.CS].rights & AccessRights.DB) != 0 ? 32 : 16;
        return new Decoder().decode(bytes, registers.rip, bits).toString();
    }

    private static long csBase(Registers registers) { return long64(registers) ? 0 : registers.segments[Segment.CS].base; }

    private static boolean long64(Registers registers) {
        return (registers.efer & Efer.LMA) != 0 && (registers.segments[Segment.CS].rights & AccessRights.L) != 0;
    }

    /** Guest-physical memory as EPT maps it; all ones where it does not. */
    private final class ThroughEpt implements GuestMemory {
        @Override public long read(Gpa at, int bytes) { return read(at, bytes, Access.READ); }
        @Override public int fetch(Gpa at) { return (int) read(at, 1, Access.EXECUTE); }

        private long read(Gpa at, int bytes, Access how) {
            var host = translate(at, how);
            boolean backed = host.isPresent() && settled.ram.contains(host.get().value(), bytes);
            return backed ? settled.ram.read(host.get().value(), bytes) : -1L >>> 64 - 8 * bytes;
        }
    }
}
