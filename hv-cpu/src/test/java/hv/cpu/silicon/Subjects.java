package hv.cpu.silicon;

import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Trait;
import hv.cpu.semantics.UserOperations;
import hv.cpu.simd.SimdOperations;
import hv.cpu.system.SystemOperations;
import hv.cpu.vmx.VmxOperations;
import hv.cpu.x87.X87Operations;
import java.util.List;
import java.util.Set;

/** The subjects that are compared. To add one, add it here, and its name to {@link SiliconTests}. */
final class Subjects {
    private static final Set<Mnemonic> USER = UserOperations.table().keySet();
    private static final Set<Mnemonic> SYSTEM = SystemOperations.table().keySet(), VMX = VmxOperations.table().keySet();
    private static final Set<Mnemonic> X87 = X87Operations.table().keySet();
    private static final Set<Mnemonic> SIMD = SimdOperations.table().keySet();
    private static final List<Subject> ALL = List.of(
            Subject.of("integer", row -> USER.contains(row.mnemonic()) && !row.has(Trait.SYSTEM), new IntegerOperands()),
            Subject.of("undefined", row -> true, new UndefinedOpcodes()),
            Subject.of("system", row -> SYSTEM.contains(row.mnemonic()) || VMX.contains(row.mnemonic()), new SystemOperands()),
            Subject.withExtendedState("x87", row -> X87.contains(row.mnemonic()) && !StateImages.take(row.mnemonic()), new X87Operands()),
            Subject.withExtendedState("images", row -> StateImages.take(row.mnemonic()), new StateImages()),
            Subject.withExtendedState("simd", row -> SIMD.contains(row.mnemonic()), new SimdOperands()));

    private Subjects() {}

    static Subject of(String name) { return ALL.stream().filter(subject -> subject.name().equals(name)).findFirst().orElseThrow(); }
}
