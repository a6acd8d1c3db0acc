package hv.cpu;

import hv.api.GuestFault;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Gva;
import hv.api.x86.Hpa;
import hv.cpu.LogicalProcessor.Emulated;
import hv.cpu.LogicalProcessor.GuestMemory;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Op;
import hv.cpu.engine.OperationTable;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;
import hv.cpu.state.VmxState;
import hv.cpu.vmx.GuestImage;
import java.util.Optional;

/** What software in Java sees through the guest of the current VMCS: its paging, its EPT, its next instruction. */
final class GuestView {
    private static final String UNREADABLE = "(cannot be fetched)";

    private final Cpu cpu;
    private final OperationTable operations;
    private Emulator emulator;

    GuestView(Cpu cpu, OperationTable operations) {
        this.cpu = cpu;
        this.operations = operations;
    }

    private Emulator emulator() {
        if (emulator == null) emulator = new Emulator(cpu, operations);
        return emulator;
    }

    Gpa translate(Gva linear, Access how) throws GuestFault {
        try {
            return emulator().translate(linear, how.bits(), new ThroughEpt(Access.READ));
        } catch (GuestException e) {
            throw new GuestFault(GuestEvents.asEvent(e));
        }
    }

    Optional<Hpa> translate(Gpa physical, Access how) {
        if (!GuestImage.usesEpt(cpu)) return Optional.of(new Hpa(physical.value()));
        long host = GuestImage.throughEpt(cpu, physical.value(), how.bits());
        return host == GuestImage.NOT_ALLOWED ? Optional.empty() : Optional.of(new Hpa(host));
    }

    /** Disassembles the next instruction: in root operation the guest's, otherwise the processor's own. */
    String disassembleAtRip() {
        boolean root = cpu.vmx.vmxOn && !cpu.vmx.nonRoot && cpu.vmxState.current != VmxState.NONE;
        try {
            return (root ? emulator().fetch(new ThroughEpt(Access.EXECUTE), new ThroughEpt(Access.READ)) : ownNext()).toString();
        } catch (GuestException | VmExitSignal e) {
            return UNREADABLE;
        }
    }

    private Op ownNext() {
        long base = cpu.long64 ? 0 : cpu.segments[Segment.CS].base;
        return new Decoder().decode(i -> cpu.mem.fetchedByte(cpu.mem.fetch(base + cpu.rip + i)), cpu.rip, cpu.codeWidth * 8);
    }

    Emulated emulateOne(GuestMemory fetch, GuestMemory data) { return emulator().emulateOne(fetch, data); }

    /** Guest-physical memory as EPT maps it; all ones where it does not. Looking changes nothing, so accessed and dirty flags stay. */
    private final class ThroughEpt implements GuestMemory {
        private final Access how;

        ThroughEpt(Access how) { this.how = how; }

        @Override
        public long read(Gpa at, int bytes) {
            var host = translate(at, how);
            boolean backed = host.isPresent() && cpu.ram.contains(host.get().value(), bytes);
            return backed ? cpu.ram.read(host.get().value(), bytes) : -1L >>> 64 - 8 * bytes;
        }

        @Override public void write(Gpa at, int bytes, long value) {}
    }
}
