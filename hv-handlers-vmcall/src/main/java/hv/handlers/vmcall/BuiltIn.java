package hv.handlers.vmcall;

import static hv.api.Hypercall.argument;

import hv.api.GuestFault;
import hv.api.Hypercall;
import hv.api.Hypercall.Privilege;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.machine.Machine;
import hv.api.x86.Gva;

/**
 * Hypercalls that are always there. Numbers below 100H are the hypervisor's own; a plugin's begin at 100H.
 *
 * <table>
 * <caption>Built-in hypercalls</caption>
 * <tr><th>number</th><th>name</th><th>who</th><th>arguments</th><th>result</th></tr>
 * <tr><td>0</td><td>version</td><td>anyone</td><td></td><td>the convention's version, {@value #VERSION}</td></tr>
 * <tr><td>1</td><td>stop</td><td>CPL 0</td><td>status, 0 to 255</td><td>none: the virtual machine ends with this status</td></tr>
 * <tr><td>2</td><td>leave</td><td>CPL 0</td><td></td><td>none: VMX operation ends, the code goes on natively after its VMCALL</td></tr>
 * <tr><td>3</td><td>write</td><td>anyone</td><td>address, bytes (at most {@value #LONGEST_WRITE})</td><td>bytes written to the console</td></tr>
 * <tr><td>4</td><td>put</td><td>anyone</td><td>one byte, 0 to 255</td><td>1; the byte is written to the console</td></tr>
 * </table>
 */
public final class BuiltIn {
    /** Version of the calling convention. */
    public static final long VERSION = 1;
    /** Longest text of one {@code write}, in bytes. */
    public static final int LONGEST_WRITE = 4096;

    private final Machine machine;

    private BuiltIn(Machine machine) { this.machine = machine; }

    static void offer(Machine machine) {
        var calls = new BuiltIn(machine);
        calls.offer(0, "version", Privilege.ANYONE, _ -> Outcome.answer(VERSION));
        calls.offer(1, "stop", Privilege.SUPERVISOR_ONLY, calls::stop);
        calls.offer(2, "leave", Privilege.SUPERVISOR_ONLY, _ -> Outcome.LEAVE);
        calls.offer(3, "write", Privilege.ANYONE, calls::write);
        calls.offer(4, "put", Privilege.ANYONE, calls::put);
    }

    private void offer(long number, String name, Privilege privilege, Hypercall.Body body) {
        machine.offer(Hypercall.class, new Hypercall(number, name, privilege, body));
    }

    private Outcome stop(Vcpu vcpu) {
        long status = argument(vcpu, 0);
        if (status < 0 || status > 255) return Hypercall.Error.BAD_ARGUMENT.outcome();
        machine.stop((int) status, "the guest asked to stop");
        return Outcome.ADVANCE;
    }

    private Outcome write(Vcpu vcpu) throws GuestFault {
        long bytes = argument(vcpu, 1);
        if (bytes < 0 || bytes > LONGEST_WRITE) return Hypercall.Error.BAD_ARGUMENT.outcome();
        var text = new byte[(int) bytes];
        vcpu.read(new Gva(argument(vcpu, 0)), text);
        for (byte octet : text) machine.console().write(octet & 0xFF);
        return Outcome.answer(bytes);
    }

    private Outcome put(Vcpu vcpu) {
        long octet = argument(vcpu, 0);
        if (octet < 0 || octet > 255) return Hypercall.Error.BAD_ARGUMENT.outcome();
        machine.console().write((int) octet);
        return Outcome.answer(1);
    }
}
