package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;

import hv.api.x86.VmcsField;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;

/** A guest in machine code with a virtual-APIC page and an APIC-access page: what tests of APIC virtualization start from. */
abstract class ApicGuest {
    static final int VIRTUAL_PAGE = 0x18_0000, ACCESS_PAGE = 0x18_1000, HANDLER = 0x14_0000;
    static final long TPR_SHADOW = 1 << 21, INTERRUPT_WINDOW = 1 << 2, MSR_BITMAPS = 1 << 28, SECONDARY = 1L << 31, ACCESSES = 1, X2APIC = 1 << 4,
            REGISTERS = 1 << 8, DELIVERY = 1 << 9;
    static final int INTERRUPT_WINDOW_EXIT = 7, HLT = 12, CR = 28, RDMSR = 31, BELOW_THRESHOLD = 43, ACCESS = 44, EOI_EXIT = 45, WRITE_EXIT = 56;
    static final int TPR = 0x80, PPR = 0xA0, EOI = 0xB0, ISR = 0x100, IRR = 0x200, ICR = 0x300, ICR_HIGH = 0x310;
    static final int RFLAGS_IF = 0x202, MSR_BITMAP_PAGE = 0x18_2000;

    final Interrupting controller = new Interrupting(OptionalInt.empty());
    final VmxMachine machine = new VmxMachine(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), controller);

    @AfterEach
    void close() { machine.close(); }

    /** A guest with the TPR shadow and these secondary controls; it ends with HLT. */
    ApicGuest guest(String code, long secondary) {
        machine.withGuest(code + "; hlt");
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, TPR_SHADOW);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, secondary);
        machine.write(VIRTUAL_APIC_ADDRESS, VIRTUAL_PAGE);
        machine.write(APIC_ACCESS_ADDRESS, ACCESS_PAGE);
        if ((secondary & DELIVERY) != 0) machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 1);
        return this;
    }

    ApicGuest withInterrupts(int... vectors) {
        machine.write(GUEST_RFLAGS, RFLAGS_IF);
        for (int vector : vectors) handler(vector);
        return this;
    }

    /** Each handler adds its vector to the right of RBX, and leaves EOI to the test. */
    void handler(int vector) {
        long at = HANDLER + 0x20L * vector;
        machine.code(at, "shl rbx, 8; mov bl, %d; iretq".formatted(vector));
        machine.ram.write(VmxMachine.IDT + 16L * vector, 8, at >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | at & 0xFFFF);
    }

    int page(int register) { return (int) machine.ram.read(VIRTUAL_PAGE + register, 4); }
    void page(int register, int value) { machine.ram.write(VIRTUAL_PAGE + register, 4, value); }
    void request(int vector) { page(IRR + (vector >>> 5 << 4), page(IRR + (vector >>> 5 << 4)) | 1 << vector); }
    boolean has(int set, int vector) { return (page(set + (vector >>> 5 << 4)) >>> vector & 1) != 0; }
    /** Resumes with a field changed. @return the exit reason */
    long resume(VmcsField field, long value) {
        machine.write(field, value);
        return machine.resume();
    }

    long qualification() { return machine.read(EXIT_QUALIFICATION); }

    static String load(int register) { return "mov eax, [%d]".formatted(ACCESS_PAGE + register); }
    static String store(int register, int value) { return "mov dword [%d], %d".formatted(ACCESS_PAGE + register, value); }
    static String wrmsr(int msr, int value) { return "mov ecx, %d; xor edx, edx; mov eax, %d; wrmsr".formatted(msr, value); }

    ApicGuest x2apic(String code, long secondary) {
        guest(code, X2APIC | secondary);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, MSR_BITMAPS);
        machine.write(MSR_BITMAPS_ADDRESS, MSR_BITMAP_PAGE);
        return this;
    }
}
