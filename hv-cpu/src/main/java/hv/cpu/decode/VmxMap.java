package hv.cpu.decode;

import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Trait.*;

import hv.api.x86.ExitReason;
import java.util.List;

/**
 * The VMX instructions. All but VMFUNC report success and failure in the status flags.
 *
 * @sdm 3C chapter "VMX Instruction Reference"
 */
final class VmxMap {
    private VmxMap() {}

    static List<Row> rows() {
        return List.of(
                vmx("NP 0F 01 C1", VMCALL, ExitReason.VMCALL).is(UNCHAINED),
                vmx("NP 0F 01 C2", VMLAUNCH, ExitReason.VMLAUNCH).is(ALONE, UNCHAINED),
                vmx("NP 0F 01 C3", VMRESUME, ExitReason.VMRESUME).is(ALONE, UNCHAINED),
                vmx("NP 0F 01 C4", VMXOFF, ExitReason.VMXOFF).is(UNCHAINED),
                Row.row("NP 0F 01 D4", VMFUNC).is(SYSTEM, UNCHAINED).exits(ExitReason.VMFUNC),
                vmx("NP 0F C7 /6", VMPTRLD, ExitReason.VMPTRLD, Mq),
                vmx("66 0F C7 /6", VMCLEAR, ExitReason.VMCLEAR, Mq),
                vmx("F3 0F C7 /6", VMXON, ExitReason.VMXON, Mq).is(UNCHAINED),
                vmx("NP 0F C7 /7", VMPTRST, ExitReason.VMPTRST, Mq),
                vmx("NP 0F 78 /r", VMREAD, ExitReason.VMREAD, Ey, Gy).is(FORCED_64),
                vmx("NP 0F 79 /r", VMWRITE, ExitReason.VMWRITE, Gy, Ey).is(FORCED_64),
                vmx("66 0F 38 80 /r", INVEPT, ExitReason.INVEPT, Gy, Mdq).is(FORCED_64, UNCHAINED),
                vmx("66 0F 38 81 /r", INVVPID, ExitReason.INVVPID, Gy, Mdq).is(FORCED_64, UNCHAINED));
    }

    private static Row vmx(String opcode, Mnemonic mnemonic, ExitReason reason, Operand... operands) {
        return Row.row(opcode, mnemonic, operands).arithmetic().is(SYSTEM).exits(reason).always();
    }
}
