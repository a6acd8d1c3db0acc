package hv.cpu.semantics;

import hv.api.x86.ExitReason;
import hv.api.x86.MsrIndex;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.cpu.state.Controls;

/**
 * The virtual-APIC page of a guest, and the consequences of changes to it: TPR, EOI and self-IPI virtualization, and the delivery of virtual
 * interrupts without a VM exit.
 *
 * @sdm 3C chapter "APIC Virtualization and Virtual Interrupts"
 */
public final class VirtualApic {
    private static final int TASK_PRIORITY = 0x80, PROCESSOR_PRIORITY = 0xA0, EOI = 0xB0, IN_SERVICE = 0x100, REQUEST = 0x200, COMMAND = 0x300,
            COMMAND_HIGH = 0x310, SELF_IPI = 0x3F0;
    /** MSRs of x2APIC mode. */
    private static final int FIRST_MSR = MsrIndex.X2APIC_FIRST, TASK_PRIORITY_MSR = MsrIndex.IA32_X2APIC_TPR, EOI_MSR = MsrIndex.IA32_X2APIC_EOI,
            SELF_IPI_MSR = MsrIndex.IA32_X2APIC_SELF_IPI;
    /** The interrupt command of a self-interrupt: fixed, edge-triggered; reserved bits and delivery status are 0. */
    private static final int SELF_IPI_MASK = 0xFFFF_F700 & ~(1 << 14 | 1 << 11), SELF_IPI_COMMAND = 1 << 18;

    private VirtualApic() {}

    // ---- CR8 ----
    public static int taskPriorityClass(Cpu c) { return read(c, TASK_PRIORITY) >>> 4 & 0xF; }

    public static void taskPriorityClass(Cpu c, int value) {
        write(c, TASK_PRIORITY, value << 4);
        c.vmx.apicWrite = TASK_PRIORITY;
    }

    // ---- MSRs ----
    /** Whether RDMSR of this register is answered from the page. */
    public static boolean answers(Cpu c, int msr) {
        return c.vmx.secondary(SecondaryControls.VIRTUALIZE_X2APIC_MODE) && msr >= FIRST_MSR && msr <= MsrIndex.X2APIC_LAST
                && (msr == TASK_PRIORITY_MSR || c.vmx.secondary(SecondaryControls.APIC_REGISTER_VIRTUALIZATION));
    }

    public static long readMsr(Cpu c, int msr) { return c.mem.readPhysical(c.vmx.virtualApic + (msr - FIRST_MSR << 4), 8); }

    /** Whether WRMSR of this register writes to the page. */
    public static boolean takes(Cpu c, int msr) {
        boolean delivers = c.vmx.secondary(SecondaryControls.VIRTUAL_INTERRUPT_DELIVERY) && (msr == EOI_MSR || msr == SELF_IPI_MSR);
        return c.vmx.secondary(SecondaryControls.VIRTUALIZE_X2APIC_MODE) && (msr == TASK_PRIORITY_MSR || delivers);
    }

    public static void writeMsr(Cpu c, int msr, long value) {
        long legal = msr == EOI_MSR ? 0 : 0xFF;
        if ((value & ~legal) != 0) throw c.gp(0);
        int offset = msr - FIRST_MSR << 4;
        c.mem.writePhysical(c.vmx.virtualApic + offset, 8, value);
        c.vmx.apicWrite = offset;
    }

    // ---- what comes between two instructions ----
    /** Evaluates the page after VM entry has loaded the guest and injected its event. */
    public static void entered(Cpu c) {
        if (delivers(c)) {
            updateProcessorPriority(c);
            evaluate(c);
        } else if (c.vmx.primary(PrimaryControls.USE_TPR_SHADOW) && c.vmx.secondary(SecondaryControls.VIRTUALIZE_APIC_ACCESSES)) {
            c.vmx.apicWrite = TASK_PRIORITY;
        }
    }

    /** Does what the last instruction's write to the page leads to. */
    public static void afterWrite(Cpu c) {
        int register = c.vmx.apicWrite;
        c.vmx.apicWrite = Controls.NO_WRITE;
        switch (register) {
            case TASK_PRIORITY -> taskPriorityWritten(c);
            case EOI -> eoiWritten(c);
            case COMMAND -> commandWritten(c);
            case COMMAND_HIGH -> write(c, COMMAND_HIGH, read(c, COMMAND_HIGH) & 0xFF00_0000);
            case SELF_IPI -> selfInterrupt(c, read(c, SELF_IPI) & 0xFF, SELF_IPI);
            default -> throw c.exit(ExitReason.APIC_WRITE, register, 0);
        }
    }

    private static boolean delivers(Cpu c) { return c.vmx.secondary(SecondaryControls.VIRTUAL_INTERRUPT_DELIVERY); }

    private static void taskPriorityWritten(Cpu c) {
        int priority = read(c, TASK_PRIORITY) & 0xFF;
        write(c, TASK_PRIORITY, priority);
        if (delivers(c)) {
            updateProcessorPriority(c);
            evaluate(c);
        } else if (priority >>> 4 < (c.vmx.tprThreshold & 0xF)) {
            throw c.exit(ExitReason.TPR_BELOW_THRESHOLD, 0, 0);
        }
    }

    private static void eoiWritten(Cpu c) {
        if (!delivers(c)) throw c.exit(ExitReason.APIC_WRITE, EOI, 0);
        write(c, EOI, 0);
        int vector = c.vmx.servicing;
        setBit(c, IN_SERVICE, vector, false);
        c.vmx.servicing = highest(c, IN_SERVICE);
        updateProcessorPriority(c);
        if ((c.vmx.eoiExits[vector >>> 6] >>> vector & 1) != 0) throw c.exit(ExitReason.VIRTUALIZED_EOI, vector, 0);
        evaluate(c);
    }

    private static void commandWritten(Cpu c) {
        int command = read(c, COMMAND);
        if (!delivers(c) || (command & SELF_IPI_MASK) != SELF_IPI_COMMAND) throw c.exit(ExitReason.APIC_WRITE, COMMAND, 0);
        selfInterrupt(c, command & 0xFF, COMMAND);
    }

    private static void selfInterrupt(Cpu c, int vector, int register) {
        if (vector < 16) throw c.exit(ExitReason.APIC_WRITE, register, 0);
        setBit(c, REQUEST, vector, true);
        c.vmx.requesting = Math.max(c.vmx.requesting, vector);
        evaluate(c);
    }

    private static void updateProcessorPriority(Cpu c) {
        int task = read(c, TASK_PRIORITY) & 0xFF, service = c.vmx.servicing;
        write(c, PROCESSOR_PRIORITY, task >>> 4 >= service >>> 4 ? task : service & 0xF0);
    }

    private static void evaluate(Cpu c) {
        c.vmx.virtualInterrupt = !c.vmx.primary(PrimaryControls.INTERRUPT_WINDOW_EXITING)
                && c.vmx.requesting >>> 4 > (read(c, PROCESSOR_PRIORITY) >>> 4 & 0xF);
    }

    /** Delivers the recognized virtual interrupt to the guest. @return its vector */
    public static int acknowledge(Cpu c) {
        int vector = c.vmx.requesting;
        setBit(c, IN_SERVICE, vector, true);
        c.vmx.servicing = vector;
        write(c, PROCESSOR_PRIORITY, vector & 0xF0);
        setBit(c, REQUEST, vector, false);
        c.vmx.requesting = highest(c, REQUEST);
        c.vmx.virtualInterrupt = false;
        return vector;
    }

    // ---- the page ----
    private static int read(Cpu c, int register) { return (int) c.mem.readPhysical(c.vmx.virtualApic + register, 4); }
    private static void write(Cpu c, int register, int value) { c.mem.writePhysical(c.vmx.virtualApic + register, 4, value & 0xFFFF_FFFFL); }

    private static void setBit(Cpu c, int set, int vector, boolean on) {
        int register = set + (vector >>> 5 << 4), bits = read(c, register);
        write(c, register, on ? bits | 1 << vector : bits & ~(1 << vector));
    }

    /** The highest vector in a 256-bit register; 0 where there is none. */
    private static int highest(Cpu c, int set) {
        for (int i = 7; i >= 0; i--) {
            int bits = read(c, set + (i << 4));
            if (bits != 0) return (i << 5) + 31 - Integer.numberOfLeadingZeros(bits);
        }
        return 0;
    }
}
