package hv.cpu.vmx;

import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Operation;
import java.util.Map;

/** The VMX instructions for machine code, by mnemonic. Operands are read here; {@link VmxInstructions} does the rest. */
public final class VmxOperations {
    private static final Map<Mnemonic, Operation> TABLE = Map.ofEntries(
            Map.entry(Mnemonic.VMXON, VmxOperations::vmxon),
            Map.entry(Mnemonic.VMXOFF, VmxOperations::vmxoff),
            Map.entry(Mnemonic.VMCLEAR, VmxOperations::vmclear),
            Map.entry(Mnemonic.VMPTRLD, VmxOperations::vmptrld),
            Map.entry(Mnemonic.VMPTRST, VmxOperations::vmptrst),
            Map.entry(Mnemonic.VMREAD, VmxOperations::vmread),
            Map.entry(Mnemonic.VMWRITE, VmxOperations::vmwrite),
            Map.entry(Mnemonic.VMLAUNCH, VmxOperations::vmlaunch),
            Map.entry(Mnemonic.VMRESUME, VmxOperations::vmresume),
            Map.entry(Mnemonic.VMCALL, VmxOperations::vmcall),
            Map.entry(Mnemonic.VMFUNC, VmxOperations::vmfunc),
            Map.entry(Mnemonic.INVEPT, VmxOperations::invept),
            Map.entry(Mnemonic.INVVPID, VmxOperations::invvpid));

    private VmxOperations() {}

    /** Operations by mnemonic; unmodifiable. */
    public static Map<Mnemonic, Operation> table() { return TABLE; }

    private static void vmxon(Cpu c, Op o, int w, int dk, int sk) {
        VmxGuard.enterVmxon(c, o);
        int status = VmxInstructions.vmxonAllowed(c);
        told(c, status != VmxStatus.SUCCEED || c.vmx.vmxOn ? status : VmxInstructions.vmxon(c, pointer(c, o)));
    }

    private static void vmxoff(Cpu c, Op o, int w, int dk, int sk) {
        VmxGuard.enter(c, o);
        told(c, VmxInstructions.vmxoff(c));
    }

    private static void vmclear(Cpu c, Op o, int w, int dk, int sk) {
        VmxGuard.enter(c, o);
        told(c, VmxInstructions.vmclear(c, pointer(c, o)));
    }

    private static void vmptrld(Cpu c, Op o, int w, int dk, int sk) {
        VmxGuard.enter(c, o);
        told(c, VmxInstructions.vmptrld(c, pointer(c, o)));
    }

    private static void vmptrst(Cpu c, Op o, int w, int dk, int sk) {
        VmxGuard.enter(c, o);
        c.mem.write(Operands.address(c, o, 8, true), 8, c.vmxState.pointers.current);
        told(c, VmxStatus.SUCCEED);
    }

    private static void vmread(Cpu c, Op o, int w, int dk, int sk) {
        VmxGuard.enter(c, o);
        long encoding = encoding(c, o.sr);
        var field = VmcsFields.find(c.vmxState.capabilities, encoding);
        int status = VmxInstructions.vmreadAllowed(c, field);
        if (status == VmxStatus.SUCCEED) {
            long value = Vmcs.read(c, field) >>> ((encoding & 1) != 0 ? 32 : 0);
            Operands.store(c, o, width(c), dk, value);
        }
        told(c, status);
    }

    private static void vmwrite(Cpu c, Op o, int w, int dk, int sk) {
        VmxGuard.enter(c, o);
        if (!Vmcs.hasCurrent(c)) {
            told(c, VmxStatus.FAIL_INVALID);
            return;
        }
        long value = Operands.source(c, o, width(c), sk);
        if (!c.long64) value &= 0xFFFF_FFFFL;
        long encoding = encoding(c, o.dr);
        var field = VmcsFields.find(c.vmxState.capabilities, encoding);
        if (field != null && (encoding & 1) != 0) value = value << 32 | Vmcs.get(c, field) & 0xFFFF_FFFFL;
        int status = VmxInstructions.vmwrite(c, field, value);
        if (status == VmxStatus.SUCCEED) Writers.machineCode(c, field, o.rip);
        told(c, status);
    }

    private static void vmlaunch(Cpu c, Op o, int w, int dk, int sk) { enter(c, o, true); }

    private static void vmresume(Cpu c, Op o, int w, int dk, int sk) { enter(c, o, false); }

    private static void enter(Cpu c, Op o, boolean launch) {
        VmxGuard.enter(c, o);
        c.rip = o.next;
        c.vmxState.host.enteredFromJava = false;
        int status = VmEntry.enter(c, launch);
        if (status != VmxStatus.SUCCEED) told(c, status);
    }

    private static void vmcall(Cpu c, Op o, int w, int dk, int sk) {
        VmxGuard.enterVmcall(c, o);
        told(c, VmxInstructions.vmcall(c));
    }

    /** VMFUNC, which is always #UD: no VM function is offered, so that "enable VM functions" is 0. */
    private static void vmfunc(Cpu c, Op o, int w, int dk, int sk) { throw c.ud(); }

    private static void invept(Cpu c, Op o, int w, int dk, int sk) {
        InvalidationInstructions.requireInvept(c);
        VmxGuard.enter(c, o);
        long type = encoding(c, o.dr);
        int status = InvalidationInstructions.inveptAllowed(c, type);
        if (status == VmxStatus.SUCCEED) {
            long at = Operands.address(c, o, 16, false);
            long eptp = c.mem.read(at, 8);
            c.mem.read(at + 8, 8);
            status = InvalidationInstructions.invept(c, type, eptp);
        }
        told(c, status);
    }

    private static void invvpid(Cpu c, Op o, int w, int dk, int sk) {
        InvalidationInstructions.requireInvvpid(c);
        VmxGuard.enter(c, o);
        long type = encoding(c, o.dr);
        int status = InvalidationInstructions.invvpidAllowed(c, type);
        if (status == VmxStatus.SUCCEED) {
            long at = Operands.address(c, o, 16, false);
            long vpid = c.mem.read(at, 8);
            status = InvalidationInstructions.invvpid(c, type, vpid, c.mem.read(at + 8, 8));
        }
        told(c, status);
    }

    private static void told(Cpu c, int status) {
        VmxStatus.toFlags(c, status);
        if (status > 0 && c.vmxState.failures != null) c.vmxState.failures.accept(status);
    }

    private static long pointer(Cpu c, Op o) { return c.mem.read(Operands.address(c, o, 8, false), 8); }

    /** A register operand of a VMX instruction: 64 bits in 64-bit mode, otherwise 32. */
    private static long encoding(Cpu c, int register) { return c.long64 ? c.r[register] : c.r[register] & 0xFFFF_FFFFL; }

    private static int width(Cpu c) { return c.long64 ? 8 : 4; }
}
