package hv.cpu.decode;

import static hv.cpu.decode.Mnemonic.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where blocks of decoded instructions must end. */
class BlockTraitTests {
    private static Set<Mnemonic> with(Trait trait) {
        Set<Mnemonic> found = EnumSet.noneOf(Mnemonic.class);
        for (Row row : OpcodeMaps.ROWS) if (row.has(trait)) found.add(row.mnemonic());
        return found;
    }

    @Test
    void whatReadsOrSetsTimeOrMayNotRetireIsAlone() {
        assertEquals(EnumSet.of(HLT, IN, INS, INT, INT1, INT3, INTO, MWAIT, OUT, OUTS, PAUSE, RDMSR, RDPMC, RDTSC, RDTSCP, VMLAUNCH, VMRESUME,
                WRMSR), with(Trait.ALONE));
    }

    @Test
    void whatCanLetAnInterruptInOrChangeModeOrMappingIsNotChained() {
        assertTrue(with(Trait.UNCHAINED).containsAll(EnumSet.of(CALL_FAR, CLAC, CLTS, INVEPT, INVLPG, INVPCID, INVVPID, IRET, JMP_FAR, LMSW, LSS,
                MOV_TO_CR, MOV_TO_DR, MOV_TO_SEG, POPF, POP_SEG, RET_FAR, RSM, STAC, STI, SYSCALL, SYSENTER, SYSEXIT, SYSRET, VMLAUNCH, VMRESUME,
                VMXOFF, VMXON, WRMSR, XSETBV)));
    }

    @Test
    void whatLoadsRipEndsItsBlock() {
        Set<Mnemonic> goingOn = EnumSet.noneOf(Mnemonic.class);
        for (Row row : OpcodeMaps.ROWS) if (!row.endsBlock()) goingOn.add(row.mnemonic());
        for (Mnemonic branch : EnumSet.of(CALL, CALL_FAR, INT, INT1, INT3, INTO, IRET, JCXZ, JMP, JMP_FAR, JO, JLE, JG, LOOP, LOOPE, LOOPNE, RET,
                RET_FAR, SYSCALL, SYSENTER, SYSEXIT, SYSRET, UD0, UD1, UD2)) assertFalse(goingOn.contains(branch), branch::toString);
    }

    @Test
    void whatIsNoInstructionEndsItsBlock() {
        assertTrue(Row.UNDEFINED.endsBlock());
        assertTrue(Row.TOO_LONG.endsBlock());
    }
}
