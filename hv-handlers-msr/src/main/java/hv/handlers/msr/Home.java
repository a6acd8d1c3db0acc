package hv.handlers.msr;

import hv.api.x86.VmcsField;

/** Where a register of the guest lives. */
sealed interface Home {
    /** In the processor: the guest's RDMSR and WRMSR reach it without an exit. */
    record Processor() implements Home {}
    /** In the virtual processor, which is the framework's: its local APIC, its time-stamp counter. It asks for the exits that it needs, answers, and faults. */
    record Framework() implements Home {}
    /** In the guest-state area of the VMCS. */
    record Field(VmcsField field) implements Home {}
    /** In a value of each virtual processor, which starts as what the machine has; where the machine lacks the register, so does the guest. */
    record LikeMachine() implements Home {}
    /** In a value of each virtual processor. */
    record Value(long reset) implements Home {}
}
