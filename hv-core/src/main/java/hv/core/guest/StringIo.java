package hv.core.guest;

import hv.api.GuestFault;
import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.Access;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.VmcsField;

/**
 * INS and OUTS, with REP or without: one element an exit. The element's memory is proven reachable before a device is asked, so
 * that nothing is read from a device and lost.
 */
final class StringIo {
    private final GuestCpu guest;
    private final Vmcs vmcs;
    private boolean active, in, rep;
    private int bytes, addressSize;
    private long linear;

    StringIo(GuestCpu guest, Vmcs vmcs) {
        this.guest = guest;
        this.vmcs = vmcs;
    }

    /** Whether the present exit is an element of INS or OUTS. */
    boolean active() { return active; }
    void end() { active = false; }

    /** The element as an exit; where it faults or there is none, the guest's outcome is settled already. */
    VmExit begin(int port, int bytes, boolean in, boolean rep) {
        this.active = true;
        this.in = in;
        this.rep = rep;
        this.bytes = bytes;
        this.addressSize = (int) vmcs.get(VmcsField.VM_EXIT_INSTRUCTION_INFORMATION) >> 7 & 3;
        this.linear = vmcs.get(VmcsField.GUEST_LINEAR_ADDRESS);
        if (rep && count() == 0) return over(port);
        try {
            return in ? input(port) : new VmExit.PortOut(port, bytes, element());
        } catch (GuestFault fault) {
            guest.settle(Outcome.inject(fault.event()));
            return in ? new VmExit.PortIn(port, bytes) : new VmExit.PortOut(port, bytes, 0);
        }
    }

    private VmExit over(int port) {
        active = false;
        guest.settle(Outcome.ADVANCE);
        return in ? new VmExit.PortIn(port, bytes) : new VmExit.PortOut(port, bytes, 0);
    }

    private VmExit input(int port) throws GuestFault {
        guest.translate(new Gva(linear), Access.WRITE);
        if ((linear & 0xFFF) + bytes > 0x1000) guest.translate(new Gva(linear + bytes - 1), Access.WRITE);
        return new VmExit.PortIn(port, bytes);
    }

    private int element() throws GuestFault {
        var memory = new byte[bytes];
        guest.read(new Gva(linear), memory);
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) value = value << 8 | memory[i] & 0xFF;
        return value;
    }

    /** The device has given a value for INS. @return the fault, if the destination is gone after all */
    Outcome store(long value) {
        var memory = new byte[bytes];
        for (int i = 0; i < bytes; i++) memory[i] = (byte) (value >>> 8 * i);
        try {
            guest.write(new Gva(linear), memory);
        } catch (GuestFault fault) {
            active = false;
            return Outcome.inject(fault.event());
        }
        return step();
    }

    /** One element is done: registers move; the instruction is over unless REP has more to do. */
    Outcome step() {
        active = false;
        boolean down = (vmcs.get(VmcsField.GUEST_RFLAGS) & Bits.RFLAGS_DF) != 0;
        move(in ? Gpr.RDI : Gpr.RSI, down ? -bytes : bytes);
        if (!rep) return Outcome.ADVANCE;
        move(Gpr.RCX, -1);
        if (count() == 0) return Outcome.ADVANCE;
        guest.completed();
        return Outcome.RETRY;
    }

    private long count() { return OperandDecoder.sized(guest.get(Gpr.RCX), addressSize); }

    private void move(Gpr register, long by) {
        long old = guest.get(register), moved = OperandDecoder.sized(old + by, addressSize);
        guest.set(register, addressSize == 0 ? old & ~0xFFFFL | moved : moved);
    }
}
