package hv.cpu;

import hv.api.x86.Gpa;
import hv.api.x86.Gva;
import hv.cpu.LogicalProcessor.Emulated;
import hv.cpu.LogicalProcessor.GuestMemory;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.engine.OperationTable;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Ram;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import hv.cpu.vmx.GuestImage;
import hv.cpu.vmx.Settled;
import java.util.EnumSet;
import java.util.Set;

/**
 * The guest of the current VMCS in a processor of its own: one without RAM, whose every memory access is a bus access that is answered
 * from guest-physical memory as the caller presents it, and which intercepts nothing.
 */
final class Emulator {
    private static final int FETCH = 4;
    /** They exit whatever the controls say, or make no sense outside the engine. */
    private static final Set<Mnemonic> UNSUPPORTED = EnumSet.of(Mnemonic.UNDEFINED, Mnemonic.TOO_LONG, Mnemonic.CPUID, Mnemonic.INVD,
            Mnemonic.VMCALL, Mnemonic.VMCLEAR, Mnemonic.VMFUNC, Mnemonic.VMLAUNCH, Mnemonic.VMPTRLD, Mnemonic.VMPTRST, Mnemonic.VMREAD,
            Mnemonic.VMRESUME, Mnemonic.VMWRITE, Mnemonic.VMXOFF, Mnemonic.VMXON, Mnemonic.INVEPT, Mnemonic.INVVPID);

    private final Settled settled;
    private final OperationTable operations;
    private final Cpu image;
    private final Decoder decoder = new Decoder();
    private GuestMemory memory;

    Emulator(Settled settled, OperationTable operations) {
        this.settled = settled;
        this.operations = operations;
        this.image = new Cpu(settled.profile, new Ram(0), new GuestBus(), settled.clock);
    }

    /** Loads the guest; its accesses go to this memory. */
    private void present(GuestMemory memory) {
        this.memory = memory;
        var owner = settled.cpu();
        image.copyFrom(owner);
        keepWhatEntryKeeps(owner);
        GuestImage.load(image, owner);
        image.mem.invalidation().all();
        image.modeChanged();
    }

    /** Registers that some controls leave to VM entry as they are in root operation. */
    private void keepWhatEntryKeeps(Cpu owner) {
        image.cr0 = owner.cr0;
        image.efer = owner.efer;
        image.pat = owner.pat;
        image.debugctl = owner.debugctl;
        image.dr[7] = owner.dr[7];
    }

    /** @param access bits 0 read, 1 write, 2 execute; @throws GuestException as the guest's access would */
    Gpa translate(Gva linear, int access, GuestMemory pageTables) {
        present(pageTables);
        return new Gpa(image.mem.translate(linear.value(), access));
    }

    /** The instruction at the guest's RIP. */
    Op fetch(GuestMemory code, GuestMemory pageTables) {
        present(pageTables);
        return decode(code);
    }

    private Op decode(GuestMemory code) {
        long base = image.long64 ? 0 : image.segments[Segment.CS].base;
        return decoder.decode(i -> (int) code.read(new Gpa(image.mem.translate(base + image.rip + i, FETCH)), 1), image.rip, image.codeWidth * 8);
    }

    Emulated emulateOne(GuestMemory fetch, GuestMemory data) {
        present(data);
        try {
            Op op = decode(fetch);
            if (UNSUPPORTED.contains(op.mnemonic)) return new Emulated.Unsupported(op.toString());
            execute(op);
        } catch (GuestException e) {
            return new Emulated.Fault(GuestEvents.asEvent(e));
        }
        var owner = settled.cpu();
        long hostRsp = owner.r[Registers.RSP];
        owner.copyFrom(image);
        owner.r[Registers.RSP] = hostRsp;
        GuestImage.save(image, owner);
        return new Emulated.Done();
    }

    private void execute(Op op) {
        int shadow = image.interruptibility & 3;
        image.iterations = 1;
        image.rip = op.next;
        operations.of(op.mnemonic).run(image, op, op.width, op.dk, op.sk);
        image.interruptibility &= ~shadow;
    }

    private final class GuestBus implements Bus {
        @Override public int in(int port, int bytes) { return settled.cpu().bus.in(port, bytes); }
        @Override public void out(int port, int bytes, int value) { settled.cpu().bus.out(port, bytes, value); }
        @Override public long read(long physical, int bytes) { return memory.read(new Gpa(physical), bytes); }
        @Override public void write(long physical, int bytes, long value) { memory.write(new Gpa(physical), bytes, value); }
    }
}
