package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hv.api.x86.Gpr;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Events whose delivery in a guest ends in a VM exit: IDT-vectoring information names them whole, whoever caused them, and what delivering has done stays
 * done.
 *
 * @sdm 3C chapter 28 "Information for VM Exits That Occur During Event Delivery"
 */
class UndeliverableEventTests {
    private static final int EXCEPTION = 0, EPT_VIOLATION = 48, VECTOR = 0x41, STI = 1, IN_HLT = 1, NMI_BLOCKING = 8, NOT_PRESENT = 11, GENERAL_PROTECTION = 13;
    private static final long VALID = 1L << 31, RFLAGS_IF = 0x202, NO_EPT = 0x4000_0000L;

    private final Interrupting controller = new Interrupting(OptionalInt.of(VECTOR));
    private final VmxMachine machine = new VmxMachine(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), controller).withGuest();

    /** The event to be delivered. It comes from the guest's instruction, from outside or from the VM entry. */
    enum Source {
        INTERRUPT("nop", VECTOR, 0, 0, 1), NMI("nop", 2, 0x200, 0, 1), UNDEFINED("ud2", 6, 0x300, 0, 1), SELECTOR("mov ds, ax", 13, 0xB00, 0, 1),
        INT("int 0x41", VECTOR, 0x400, 2, 0), INT1("int1", 1, 0x500, 1, 1), INT3("int3", 3, 0x600, 1, 0), INJECTED_INTERRUPT("nop", VECTOR, 0, 0, 1),
        INJECTED_NMI("nop", 2, 0x200, 0, 1), INJECTED_INT("nop", VECTOR, 0x400, 2, 0), INJECTED_EXCEPTION("nop", 13, 0xB00, 0, 1);

        final String code;
        final int vector, type, length, external;

        Source(String code, int vector, int type, int length, int external) {
            this.code = code;
            this.vector = vector;
            this.type = type;
            this.length = length;
            this.external = external;
        }

        boolean injected() { return name().startsWith("INJECTED"); }
        long event() { return VALID | type | vector; }
        int errorCode() { return (type & 0x800) != 0 ? 0x1000 : 0; }
    }

    @BeforeEach
    void aSelectorBeyondTheTable() { machine.cpu.set(Gpr.RAX, 0x1000); }

    @AfterEach
    void close() { machine.close(); }

    private void bring(Source source) {
        machine.code(CODE, source.code + "; hlt");
        if (source.vector == VECTOR) machine.write(GUEST_RFLAGS, RFLAGS_IF);
        controller.pending = source == Source.INTERRUPT;
        if (source == Source.NMI) machine.cpu.nmi();
        if (!source.injected()) return;
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, source.event());
        machine.write(VM_ENTRY_EXCEPTION_ERROR_CODE, source.errorCode());
        machine.write(VM_ENTRY_INSTRUCTION_LENGTH, source.length);
    }

    private void namesTheEvent(Source source) {
        assertEquals(source.event(), machine.read(IDT_VECTORING_INFORMATION));
        if (source.errorCode() != 0) assertEquals(source.errorCode(), machine.read(IDT_VECTORING_ERROR_CODE));
        if (source.length != 0) assertEquals(source.length, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
        assertEquals(CODE, machine.read(GUEST_RIP));
        assertEquals(0, machine.read(VM_ENTRY_INTERRUPTION_INFORMATION) & VALID);
        assertEquals(source.type == 0x200 ? NMI_BLOCKING : 0, machine.read(GUEST_INTERRUPTIBILITY_STATE));
        assertFalse(controller.pending);
    }

    @ParameterizedTest @EnumSource
    void throughAnAbsentGate(Source source) {
        machine.ram.write(VmxMachine.IDT + 16L * source.vector, 8, 0x0E00_0000_0000L | 8 << 16);
        machine.write(EXCEPTION_BITMAP, 1 << NOT_PRESENT);
        bring(source);
        assertEquals(EXCEPTION, machine.launch());
        assertEquals(VALID | 0xB00 | NOT_PRESENT, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(source.vector << 3 | 2 | source.external, machine.read(VM_EXIT_INTERRUPTION_ERROR_CODE));
        assertEquals(VmxMachine.STACK, machine.read(GUEST_RSP));
        namesTheEvent(source);
    }

    /** The frame is to be written where EPT has nothing. */
    @ParameterizedTest @EnumSource
    void ontoAStackWithoutMemory(Source source) {
        RealModeGuest.identityEpt(machine);
        machine.ram.write(VmxMachine.PDPT + 8, 8, NO_EPT | 0x83);
        machine.ram.write(VmxMachine.IDT + 16L * source.vector, 8, 0x8E00_0000_0000L | 8 << 16);
        machine.write(GUEST_RSP, NO_EPT + 0x100);
        bring(source);
        assertEquals(EPT_VIOLATION, machine.launch());
        assertEquals(0x182, machine.read(EXIT_QUALIFICATION) & 0x187, "a write, by a translated linear address");
        assertEquals(NO_EPT + 0xF8, machine.read(GUEST_LINEAR_ADDRESS));
        assertEquals(NO_EPT + 0xF8, machine.read(GUEST_PHYSICAL_ADDRESS));
        assertEquals(0, machine.read(VM_EXIT_INTERRUPTION_INFORMATION) & VALID);
        assertEquals(NO_EPT + 0x100, machine.read(GUEST_RSP));
        namesTheEvent(source);
    }

    /** An event that exits during its delivery has ended HLT and blocking by STI. */
    @ParameterizedTest @EnumSource(names = {"INTERRUPT", "NMI", "INJECTED_INTERRUPT", "INJECTED_NMI"})
    void afterItHasEndedHlt(Source source) {
        machine.ram.write(VmxMachine.IDT + 16L * source.vector, 8, 0x0E00_0000_0000L | 8 << 16);
        machine.write(EXCEPTION_BITMAP, 1 << NOT_PRESENT);
        machine.write(GUEST_ACTIVITY_STATE, IN_HLT);
        bring(source);
        assertEquals(EXCEPTION, machine.launch());
        assertEquals(0, machine.read(GUEST_ACTIVITY_STATE));
        namesTheEvent(source);
    }

    @ParameterizedTest @EnumSource(names = {"UNDEFINED", "SELECTOR", "INT", "INT1", "INT3"})
    void afterItHasEndedBlockingBySti(Source source) {
        machine.ram.write(VmxMachine.IDT + 16L * source.vector, 8, 0x0E00_0000_0000L | 8 << 16);
        machine.write(EXCEPTION_BITMAP, 1 << NOT_PRESENT);
        bring(source);
        machine.write(GUEST_RFLAGS, RFLAGS_IF);
        machine.write(GUEST_INTERRUPTIBILITY_STATE, STI);
        assertEquals(EXCEPTION, machine.launch());
        namesTheEvent(source);
    }

    /** INT n that virtual-8086 mode does not let through was never on its way. */
    @Test
    void anInterruptThatVirtual8086ModeRefuses() {
        Virtual8086Guest.make(machine, "int 0x41");
        machine.write(EXCEPTION_BITMAP, 1 << GENERAL_PROTECTION);
        assertEquals(EXCEPTION, machine.launch());
        assertEquals(VALID | 0xB00 | GENERAL_PROTECTION, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(0, machine.read(VM_EXIT_INTERRUPTION_ERROR_CODE));
        assertEquals(0, machine.read(IDT_VECTORING_INFORMATION) & VALID);
    }

    /** In real mode neither has an error code. */
    @ParameterizedTest
    @CsvSource({"int 0x41,80000441,2", "int3,80000603,1", "ud2,80000306,0"})
    void beyondTheVectorTableOfRealMode(String code, String event, int length) {
        RealModeGuest.make(machine, code);
        machine.write(GUEST_IDTR_LIMIT, 0);
        machine.write(EXCEPTION_BITMAP, 1 << GENERAL_PROTECTION);
        assertEquals(EXCEPTION, machine.launch());
        assertEquals(VALID | 0x300 | GENERAL_PROTECTION, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(Long.parseLong(event, 16), machine.read(IDT_VECTORING_INFORMATION));
        if (length != 0) assertEquals(length, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
        assertEquals(RealModeGuest.CODE, machine.read(GUEST_RIP));
    }
}
