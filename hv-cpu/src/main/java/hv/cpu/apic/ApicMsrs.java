package hv.cpu.apic;

import static hv.api.x86.MsrIndex.*;

import java.util.OptionalLong;

/**
 * The local APIC's MSRs: IA32_APIC_BASE, IA32_TSC_DEADLINE, and in x2APIC mode its registers, whose reserved bits fault.
 *
 * @sdm 3A "Extended XAPIC (x2APIC)"
 */
final class ApicMsrs {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final LocalApic apic;
    private final ApicFeatures features;
    private final ApicTimer timer;
    private final ApicRegisters registers;

    ApicMsrs(LocalApic apic, ApicFeatures features, ApicTimer timer, ApicRegisters registers) {
        this.apic = apic;
        this.features = features;
        this.timer = timer;
        this.registers = registers;
    }

    static boolean is(int index) { return index == IA32_APIC_BASE || index == IA32_TSC_DEADLINE || index >= X2APIC_FIRST && index <= X2APIC_LAST; }

    static boolean isPlainRead(int index) {
        int offset = index - X2APIC_FIRST << 4;
        return index >= X2APIC_FIRST && index <= X2APIC_LAST && offset != ApicRegisters.CURRENT_COUNT && readable(offset);
    }

    OptionalLong read(int index) {
        if (!features.present()) return OptionalLong.empty();
        return switch (index) {
            case IA32_APIC_BASE -> OptionalLong.of(apic.state.base);
            case IA32_TSC_DEADLINE -> features.deadline() ? OptionalLong.of(timer.deadline()) : OptionalLong.empty();
            default -> apic.state.x2apic() ? readRegister(index - X2APIC_FIRST << 4) : OptionalLong.empty();
        };
    }

    private OptionalLong readRegister(int offset) {
        if (offset == ApicRegisters.COMMAND) return OptionalLong.of(apic.state.command());
        return readable(offset) ? OptionalLong.of(registers.read(offset) & 0xFFFF_FFFFL) : OptionalLong.empty();
    }

    private static boolean readable(int offset) {
        if (offset >= ApicRegisters.IN_SERVICE && offset < ApicRegisters.ERROR_STATUS || LocalVector.is(offset)) return true;
        return switch (offset) {
            case ApicRegisters.ID, ApicRegisters.VERSION, ApicRegisters.TASK_PRIORITY, ApicRegisters.PROCESSOR_PRIORITY,
                 ApicRegisters.LOGICAL_DESTINATION, ApicRegisters.SPURIOUS, ApicRegisters.ERROR_STATUS, ApicRegisters.INITIAL_COUNT,
                 ApicRegisters.CURRENT_COUNT, ApicRegisters.DIVIDE -> true;
            default -> false;
        };
    }

    boolean write(int index, long value) {
        if (!features.present()) return false;
        return switch (index) {
            case IA32_APIC_BASE -> apic.setBaseChecked(value);
            case IA32_TSC_DEADLINE -> writeDeadline(value);
            default -> apic.state.x2apic() && writeRegister(index - X2APIC_FIRST << 4, value);
        };
    }

    private boolean writeDeadline(long value) {
        if (!features.deadline()) return false;
        timer.deadline(value);
        return true;
    }

    private boolean writeRegister(int offset, long value) {
        long writable = writable(offset);
        if (writable == UNKNOWN || (value & ~writable) != 0) return false;
        switch (offset) {
            case ApicRegisters.COMMAND -> registers.command(value & ~LocalVector.DELIVERY_STATUS);
            case ApicRegisters.SELF_IPI -> selfIpi((int) value);
            default -> registers.write(offset, (int) value);
        }
        return true;
    }

    void selfIpi(int vector) {
        if (vector < LocalApic.FIRST_VECTOR) apic.error(ApicError.SENT_ILLEGAL_VECTOR);
        else apic.receive(ApicMessage.fixed(vector));
    }

    /** The bits of a register that may be 1; {@link #UNKNOWN} where there is no register to write. */
    private static long writable(int offset) {
        if (LocalVector.is(offset)) return LocalVector.at(offset).writable | LocalVector.DELIVERY_STATUS | LocalVector.REMOTE_IRR;
        return switch (offset) {
            case ApicRegisters.TASK_PRIORITY, ApicRegisters.SELF_IPI -> 0xFF;
            case ApicRegisters.EOI, ApicRegisters.ERROR_STATUS -> 0;
            case ApicRegisters.SPURIOUS -> ApicRegisters.SPURIOUS_WRITABLE;
            case ApicRegisters.COMMAND -> 0xFFFF_FFFF_0000_0000L | ApicRegisters.COMMAND_WRITABLE | LocalVector.DELIVERY_STATUS;
            case ApicRegisters.INITIAL_COUNT -> 0xFFFF_FFFFL;
            case ApicRegisters.DIVIDE -> ApicRegisters.DIVIDE_WRITABLE;
            default -> UNKNOWN;
        };
    }
}
