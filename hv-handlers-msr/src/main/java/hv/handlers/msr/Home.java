package hv.handlers.msr;

import hv.api.x86.VmcsField;

/** The place that holds a register of the guest. */
sealed interface Home {
    /** The processor: the guest's RDMSR and WRMSR reach the register without an exit. */
    record Processor() implements Home {}
    /**
     * The virtual processor, for registers that the framework emulates (local APIC, time-stamp counter). The framework asks for the exits that it
     * needs, answers them, and faults.
     */
    record Framework() implements Home {}
    /** The guest-state area of the VMCS. */
    record Field(VmcsField field) implements Home {}
    /** A value for each virtual processor, which starts as the machine's. Where the machine lacks the register, so does the guest. */
    record LikeMachine() implements Home {}
    /** A value for each virtual processor. */
    record Value(long reset) implements Home {}
}
