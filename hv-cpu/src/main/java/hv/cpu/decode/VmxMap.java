package hv.cpu.decode;

import static hv.cpu.decode.Mnemonic.*;
import static hv.cpu.decode.Operand.*;
import static hv.cpu.decode.Trait.*;

import java.util.List;

/**
 * The VMX instructions. All but VMFUNC tell success and failure by the status flags.
 *
 * @sdm 3C chapter "VMX Instruction Reference"
 */
final class VmxMap {
    private VmxMap() {}

    static List<Row> rows() {
        return List.of(
                vmx("NP 0F 01 C1", VMCALL).is(UNCHAINED),
                vmx("NP 0F 01 C2", VMLAUNCH).is(ALONE, UNCHAINED),
                vmx("NP 0F 01 C3", VMRESUME).is(ALONE, UNCHAINED),
                vmx("NP 0F 01 C4", VMXOFF).is(UNCHAINED),
                Row.row("NP 0F 01 D4", VMFUNC).is(SYSTEM, UNCHAINED),
                vmx("NP 0F C7 /6", VMPTRLD, Mq),
                vmx("66 0F C7 /6", VMCLEAR, Mq),
                vmx("F3 0F C7 /6", VMXON, Mq).is(UNCHAINED),
                vmx("NP 0F C7 /7", VMPTRST, Mq),
                vmx("NP 0F 78 /r", VMREAD, Ey, Gy).is(FORCED_64),
                vmx("NP 0F 79 /r", VMWRITE, Gy, Ey).is(FORCED_64),
                vmx("66 0F 38 80 /r", INVEPT, Gy, Mdq).is(FORCED_64, UNCHAINED),
                vmx("66 0F 38 81 /r", INVVPID, Gy, Mdq).is(FORCED_64, UNCHAINED));
    }

    private static Row vmx(String opcode, Mnemonic mnemonic, Operand... operands) {
        return Row.row(opcode, mnemonic, operands).arithmetic().is(SYSTEM);
    }
}
