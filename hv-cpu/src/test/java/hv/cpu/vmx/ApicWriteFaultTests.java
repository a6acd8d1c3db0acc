package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Operations that write to the APIC-access page and meet a fault afterwards. A fault that is delivered comes before what the write leads to, a VM exit
 * in its place; events whose delivery writes there are operations too.
 *
 * @sdm 3C "APIC-Write Emulation"
 */
class ApicWriteFaultTests extends ApicGuest {
    private static final int EXCEPTION = 0, PAGE_FAULT = 14, NOT_PRESENT = 11, SERVED = 0x51, INTERRUPT_STACK = 0x14_8000, VECTOR = 0x21;
    private static final long VALID = 1L << 31, ABSENT = 0x4000_0000L, TABLES = 0x1C_0000;
    /** A push of two bytes, and then the room of a page whose end is absent. */
    private static final String ENTER = "o16 enter 0x1000, 0";

    /** The APIC-access page, at an address behind one that is absent. */
    private void mapBehindAnAbsentPage() {
        machine.ram.write(VmxMachine.PDPT + 8, 8, TABLES | 7);
        machine.ram.write(TABLES, 8, TABLES + 0x1000 | 7);
        machine.ram.write(TABLES + 0x1008, 8, ACCESS_PAGE | 3);
    }

    /** An EOI by the first push of ENTER, which exits once it takes place; #PF has a stack of its own. */
    @BeforeEach
    void anInstructionThatFaultsAfterItsWrite() {
        guest(ENTER, ACCESSES | DELIVERY);
        mapBehindAnAbsentPage();
        machine.write(GUEST_RSP, ABSENT + 0x1000 + EOI + 2);
        machine.write(GUEST_INTERRUPT_STATUS, SERVED << 8);
        machine.write(EOI_EXIT_BITMAP_1, 1L << SERVED);
        handler(PAGE_FAULT);
        machine.ram.write(VmxMachine.IDT + 16 * PAGE_FAULT + 4, 1, 1);
        machine.ram.write(VmxMachine.TSS + 0x24, 8, INTERRUPT_STACK);
    }

    @Tag("EVT-017")
    @Test
    void theFaultIsDeliveredAndThenTheWriteTakesEffect() {
        assertEquals(EOI_EXIT, machine.launch());
        assertEquals(SERVED, qualification());
        assertEquals(HANDLER + 0x20 * PAGE_FAULT, machine.read(GUEST_RIP));
        assertEquals(INTERRUPT_STACK - 48, machine.read(GUEST_RSP));
        assertEquals(2, machine.ram.read(INTERRUPT_STACK - 48, 8));
        assertEquals(CODE, machine.ram.read(INTERRUPT_STACK - 40, 8));
        assertEquals(0, machine.read(IDT_VECTORING_INFORMATION) & VALID);
        assertEquals(0, machine.read(GUEST_INTERRUPT_STATUS));
    }

    @Tag("APIC-001")
    @Test
    void aFaultThatExitsDropsWhatTheWriteWouldLeadTo() {
        machine.write(EXCEPTION_BITMAP, 1 << PAGE_FAULT);
        assertEquals(EXCEPTION, machine.launch());
        assertEquals(VALID | 0xB00 | PAGE_FAULT, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(CODE, machine.read(GUEST_RIP));
        assertEquals(HLT, resume(GUEST_RIP, CODE + 5));
        assertEquals(SERVED << 8, machine.read(GUEST_INTERRUPT_STATUS));
    }

    @Tag("APIC-001")
    @Test
    void soDoesAnExitWhileTheFaultIsDelivered() {
        machine.ram.write(VmxMachine.IDT + 16 * PAGE_FAULT + 5, 1, 0x0E);
        machine.write(EXCEPTION_BITMAP, 1 << NOT_PRESENT);
        assertEquals(EXCEPTION, machine.launch());
        assertEquals(VALID | 0xB00 | NOT_PRESENT, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(VALID | 0xB00 | PAGE_FAULT, machine.read(IDT_VECTORING_INFORMATION));
        assertEquals(2, machine.read(IDT_VECTORING_ERROR_CODE));
        assertEquals(HLT, resume(GUEST_RIP, CODE + 5));
        assertEquals(SERVED << 8, machine.read(GUEST_INTERRUPT_STATUS));
    }

    /** The fault's own frame lies on the page: what is too wide exits, and tells of the fault that was being delivered. */
    @Tag("MEM-005")
    @Test
    void aFaultThatPushesOntoThePageExits() {
        machine.ram.write(VmxMachine.IDT + 16 * PAGE_FAULT + 4, 1, 0);
        assertEquals(ACCESS, machine.launch());
        assertEquals(3 << 12, qualification() & 0xF000);
        assertEquals(VALID | 0xB00 | PAGE_FAULT, machine.read(IDT_VECTORING_INFORMATION));
        assertEquals(2, machine.read(IDT_VECTORING_ERROR_CODE));
        assertEquals(CODE, machine.read(GUEST_RIP));
        assertEquals(HLT, resume(GUEST_RIP, CODE + 5));
        assertEquals(SERVED << 8, machine.read(GUEST_INTERRUPT_STATUS));
    }

    /** In real mode the words of a frame fit: the first is virtualized, the second is one too many or lies elsewhere, and the EOI never comes. */
    @Tag("MEM-005")
    @ParameterizedTest
    @CsvSource({"int 0x21,false,4,B4,B0,80000421,2", "int3,false,6,B2,AE,80000603,1", "ud2,false,3,B4,B0,80000306,0", "nop,true,0,B4,B0,80000021,0"})
    void theSecondWordOfAFrameExits(String code, boolean injected, int type, String stack, String offset, String event, int length) {
        RealModeGuest.make(machine, code + "; hlt");
        int segment = 0x1_8000;
        machine.write(APIC_ACCESS_ADDRESS, segment);
        machine.write(GUEST_SS_SELECTOR, segment >> 4);
        machine.write(GUEST_SS_BASE, segment);
        machine.write(GUEST_RSP, Long.parseLong(stack, 16));
        if (injected) {
            machine.write(GUEST_RFLAGS, RFLAGS_IF);
            machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | type << 8 | VECTOR);
        }
        assertEquals(ACCESS, machine.launch());
        assertEquals(3 << 12 | Long.parseLong(offset, 16), qualification());
        assertEquals(Long.parseLong(event, 16), machine.read(IDT_VECTORING_INFORMATION));
        assertEquals(length, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
        assertEquals(RealModeGuest.CODE, machine.read(GUEST_RIP));
        assertEquals(0, machine.read(VM_ENTRY_INTERRUPTION_INFORMATION) & VALID);
        assertEquals(SERVED << 8, machine.read(GUEST_INTERRUPT_STATUS));
    }
}
