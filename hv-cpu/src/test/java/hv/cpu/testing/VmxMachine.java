package hv.cpu.testing;

import static hv.api.x86.VmcsField.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.cpu.LogicalProcessor;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;

/** A processor in 64-bit mode, ready for VMXON, with the first GByte mapped to itself; and VMCSs that pass every check of VM entry. */
public final class VmxMachine implements AutoCloseable {
    public static final Hpa VMXON = new Hpa(0x1000), VMCS = new Hpa(0x2000), OTHER_VMCS = new Hpa(0x3000);
    public static final long GDT = 0x4000, IDT = 0x5000, TSS = 0x6000, PML4 = 0x8000, PDPT = 0x9000;
    public static final long CODE = 0x10_0000, STACK = 0x11_0000, HOST_CODE = 0x12_0000, HOST_STACK = 0x13_0000, FREE = 0x14_0000;

    public final Ram ram = new Ram(4 << 20);
    public final VirtualClock clock = new VirtualClock();
    public final LogicalProcessor cpu;

    public VmxMachine() { this(ProcessorProfiles.load(ProcessorProfiles.REFERENCE)); }

    public VmxMachine(ProcessorProfile profile) { this(profile, Bus.EMPTY); }

    public VmxMachine(ProcessorProfile profile, Bus bus) {
        cpu = LogicalProcessor.create(profile, ram, bus, clock);
        ram.write(PML4, 8, PDPT | 3);
        ram.write(PDPT, 8, 0x80 | 3);
        ram.write(GDT + 8, 8, 0x00AF9B00_0000FFFFL);
        ram.write(GDT + 16, 8, 0x00CF9300_0000FFFFL);
        cpu.set(SystemRegister.GDTR_BASE, GDT);
        cpu.set(SystemRegister.GDTR_LIMIT, 0xFF);
        cpu.set(SystemRegister.CR3, PML4);
        cpu.set(SystemRegister.CR4, 0x2020);
        cpu.set(SystemRegister.EFER, 0x500);
        cpu.set(SystemRegister.CR0, 0x8000_0031L);
        cpu.set(SegmentName.CS, new SegmentState(8, 0, -1, 0xA09B));
        for (var name : new SegmentName[] {SegmentName.SS, SegmentName.DS, SegmentName.ES}) cpu.set(name, new SegmentState(16, 0, -1, 0xC093));
        cpu.apic().virtualWire();
        int revision = (int) cpu.rdmsr(0x480).orElse(0);
        for (var region : new Hpa[] {VMXON, VMCS, OTHER_VMCS}) ram.write(region.value(), 4, revision);
    }

    /** 64-bit code, unless the text says otherwise, at an address. */
    public VmxMachine code(long at, String text) {
        var code = Code.of(text, 64, at);
        ram.write(at, code, 0, code.length);
        return this;
    }

    /** VMXON, and a current VMCS that is clear. */
    public VmxMachine inVmxOperation() {
        succeeds(cpu.vmxon(VMXON));
        return current(VMCS);
    }

    public VmxMachine current(Hpa vmcs) {
        succeeds(cpu.vmclear(vmcs));
        succeeds(cpu.vmptrld(vmcs));
        return this;
    }

    /** In VMX operation with a current VMCS whose guest executes 64-bit code at {@link #CODE} on the host's page tables. */
    public VmxMachine withGuest() {
        inVmxOperation();
        return fill();
    }

    public VmxMachine withGuest(String text) { return withGuest().code(CODE, text); }

    /** Makes the current VMCS one that passes all checks. */
    public VmxMachine fill() {
        write(PIN_BASED_VM_EXECUTION_CONTROLS, allowed(0x48D));
        boolean secondary = cpu.rdmsr(0x48B).isPresent();
        write(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, (secondary ? 1L << 31 : 0) | 1 << 7 | allowed(0x48E));
        if (secondary) write(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 0);
        write(PRIMARY_VM_EXIT_CONTROLS, 1 << 9 | 1 << 2 | allowed(0x48F));
        write(VM_ENTRY_CONTROLS, 1 << 9 | 1 << 2 | allowed(0x490));
        write(VMCS_LINK_POINTER, -1);
        hostState();
        guestRegisters();
        guestSegments();
        return this;
    }

    /** The bits of a control word that must be 1; without TRUE capability MSRs they include the default1 class. */
    private long allowed(int trueMsr) { return cpu.rdmsr(trueMsr).orElseGet(() -> cpu.rdmsr(trueMsr - 0xC).orElseThrow()) & 0xFFFF_FFFFL; }

    private void hostState() {
        write(HOST_CR0, cpu.cr0());
        write(HOST_CR3, PML4);
        write(HOST_CR4, cpu.cr4());
        write(HOST_CS_SELECTOR, 8);
        for (var field : new VmcsField[] {HOST_SS_SELECTOR, HOST_DS_SELECTOR, HOST_ES_SELECTOR}) write(field, 16);
        write(HOST_TR_SELECTOR, 24);
        write(HOST_TR_BASE, TSS);
        write(HOST_GDTR_BASE, GDT);
        write(HOST_IDTR_BASE, IDT);
        write(HOST_RIP, HOST_CODE);
        write(HOST_RSP, HOST_STACK);
    }

    private void guestRegisters() {
        write(GUEST_CR0, cpu.cr0());
        write(GUEST_CR3, PML4);
        write(GUEST_CR4, cpu.cr4());
        write(GUEST_DR7, 0x400);
        write(GUEST_RFLAGS, 2);
        write(GUEST_RIP, CODE);
        write(GUEST_RSP, STACK);
        write(GUEST_GDTR_BASE, GDT);
        write(GUEST_GDTR_LIMIT, 0xFF);
        write(GUEST_IDTR_BASE, IDT);
        write(GUEST_IDTR_LIMIT, 0xFFF);
    }

    private void guestSegments() {
        for (String name : new String[] {"ES", "CS", "SS", "DS", "FS", "GS"}) {
            boolean code = name.equals("CS");
            write(valueOf("GUEST_" + name + "_SELECTOR"), code ? 8 : 16);
            write(valueOf("GUEST_" + name + "_LIMIT"), 0xFFFF_FFFFL);
            write(valueOf("GUEST_" + name + "_ACCESS_RIGHTS"), code ? 0xA09B : 0xC093);
        }
        write(GUEST_LDTR_ACCESS_RIGHTS, 0x10000);
        write(GUEST_TR_SELECTOR, 24);
        write(GUEST_TR_BASE, TSS);
        write(GUEST_TR_LIMIT, 0x67);
        write(GUEST_TR_ACCESS_RIGHTS, 0x8B);
    }

    public void write(VmcsField field, long value) { succeeds(cpu.vmwrite(field, value)); }

    public long read(VmcsField field) { return cpu.vmread(field).orElseThrow(); }

    /** Sets bits of a field. */
    public void set(VmcsField field, long bits) { write(field, read(field) | bits); }

    public void clear(VmcsField field, long bits) { write(field, read(field) & ~bits); }

    /** Enters by VMLAUNCH, which must succeed. @return the exit reason */
    public long launch() {
        succeeds(cpu.vmlaunch());
        return read(EXIT_REASON);
    }

    public long resume() {
        succeeds(cpu.vmresume());
        return read(EXIT_REASON);
    }

    public static void succeeds(VmxResult result) { assertEquals(VmxResult.SUCCEEDED, result); }

    public static VmxResult fails(int error) { return new VmxResult.FailValid(error); }

    @Override public void close() { ram.close(); }
}
