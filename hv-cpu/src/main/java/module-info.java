/** The emulated processor with Intel VT-x: read {@link hv.cpu.LogicalProcessor} first. */
module hv.cpu {
    requires transitive hv.api;
    exports hv.cpu;             // the processor as software meets it
    exports hv.cpu.apic;        // its local APIC, which a VMM takes for a virtual processor's
    exports hv.cpu.assembler;   // machine code from text, by the tables that it decodes with
    exports hv.cpu.explain;     // why VM entry refuses a VMCS
    exports hv.cpu.platform;    // what lies around it: RAM, the bus, time, and what the processor is
}
