package hv.core.guest.state;

import hv.api.x86.Gpr;
import hv.core.config.StartState;
import hv.cpu.ExtendedState;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;
import java.util.Arrays;
import java.util.List;

/**
 * The state of a virtual processor that no VMCS field holds, saved while another one runs: the general registers, one table of system registers, and
 * the x87, MMX and SSE registers.
 *
 * @sdm 3C chapter 25 "Guest-State Area"
 */
public final class SwitchedState {
    /** A row of the table. */
    private enum Row {
        PAGE_FAULT_ADDRESS(SystemRegister.CR2),
        DEBUG(SystemRegister.DR0, SystemRegister.DR1, SystemRegister.DR2, SystemRegister.DR3, SystemRegister.DR6),
        SYSTEM_CALLS(SystemRegister.STAR, SystemRegister.LSTAR, SystemRegister.CSTAR, SystemRegister.FMASK, SystemRegister.KERNEL_GS_BASE),
        PROCESSOR_ID(SystemRegister.TSC_AUX),
        EXTENDED_STATE_ENABLED(SystemRegister.XCR0);

        private final SystemRegister[] registers;
        Row(SystemRegister... registers) { this.registers = registers; }
    }

    private static final List<SystemRegister> SYSTEM = Arrays.stream(Row.values()).flatMap(row -> Arrays.stream(row.registers)).toList();
    /** The general registers except RSP, which is a VMCS field. */
    private static final List<Gpr> GENERAL = Arrays.stream(Gpr.values()).filter(register -> register != Gpr.RSP).toList();

    private final long[] general = new long[GENERAL.size()], system = new long[SYSTEM.size()];
    private final ExtendedState extended = new ExtendedState();

    public void save(LogicalProcessor cpu) {
        for (int i = 0; i < general.length; i++) general[i] = cpu.get(GENERAL.get(i));
        for (int i = 0; i < system.length; i++) system[i] = cpu.get(SYSTEM.get(i));
        cpu.save(extended);
    }

    public void restore(LogicalProcessor cpu) {
        for (int i = 0; i < general.length; i++) cpu.set(GENERAL.get(i), general[i]);
        for (int i = 0; i < system.length; i++) cpu.set(SYSTEM.get(i), system[i]);
        cpu.restore(extended);
    }

    /** Takes the state that a guest starts with. */
    public void start(StartState state) {
        for (int i = 0; i < general.length; i++) general[i] = state.general().getOrDefault(GENERAL.get(i), 0L);
        for (int i = 0; i < system.length; i++) system[i] = state.system().getOrDefault(SYSTEM.get(i), 0L);
        extended.copyFrom(state.extended());
    }
}
