package hv.cpu.apic;

import java.util.Arrays;

/** What a local APIC remembers: its registers, and what is under way. Data only. */
final class LocalApicState {
    /** IA32_APIC_BASE. */
    long base;
    /** The x2APIC ID; xAPIC mode shows the lowest eight bits, and lets software change them there. */
    int x2apicId;
    int xapicId;
    int taskPriority, logicalDestination, destinationFormat, spurious;
    /** Error status as software last latched it, and what has happened since. */
    int errors, newErrors;
    /** ICR; the destination in the upper half as the mode has it. */
    long command;
    /** By {@link LocalVector}. */
    final int[] vectors = new int[LocalVector.values().length];
    final VectorSet requested = new VectorSet(), inService = new VectorSet(), levelTriggered = new VectorSet();
    int initialCount, divide;
    /** The tick at which the count is 0 next; {@link Long#MAX_VALUE} while the timer does not run. */
    long due = Long.MAX_VALUE;
    /** IA32_TSC_DEADLINE; 0 when it is not armed. */
    long deadline;
    /** Levels of the pins LINT0 and LINT1. */
    final boolean[] pins = new boolean[2];
    /** A message has asked for an interrupt of the 8259 (ExtINT). */
    boolean externalRequested;

    /** The registers after RESET, and after INIT; not IA32_APIC_BASE, nor the IDs. */
    void clear() {
        taskPriority = logicalDestination = errors = newErrors = initialCount = divide = 0;
        destinationFormat = -1;
        spurious = 0xFF;
        command = deadline = 0;
        Arrays.fill(vectors, LocalVector.MASKED);
        requested.clear();
        inService.clear();
        levelTriggered.clear();
        due = Long.MAX_VALUE;
        externalRequested = false;
    }

    void copyFrom(LocalApicState other) {
        base = other.base;
        x2apicId = other.x2apicId;
        xapicId = other.xapicId;
        taskPriority = other.taskPriority;
        logicalDestination = other.logicalDestination;
        destinationFormat = other.destinationFormat;
        spurious = other.spurious;
        errors = other.errors;
        newErrors = other.newErrors;
        command = other.command;
        System.arraycopy(other.vectors, 0, vectors, 0, vectors.length);
        requested.copyFrom(other.requested);
        inService.copyFrom(other.inService);
        levelTriggered.copyFrom(other.levelTriggered);
        initialCount = other.initialCount;
        divide = other.divide;
        due = other.due;
        deadline = other.deadline;
        System.arraycopy(other.pins, 0, pins, 0, pins.length);
        externalRequested = other.externalRequested;
    }
}
