/**
 * The local APIC. Read {@link hv.cpu.apic.LocalApic} first, the one of a processor. {@link hv.cpu.apic.LocalApics} connects those of a machine with
 * each other and with devices. The same classes serve the emulated processor and a virtual processor whose VMM is written in Java.
 *
 * @sdm 3A chapter "Advanced Programmable Interrupt Controller (APIC)"
 */
package hv.cpu.apic;
