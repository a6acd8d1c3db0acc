/**
 * The local APIC: {@link hv.cpu.apic.LocalApic} is one processor's, {@link hv.cpu.apic.LocalApics} what connects those of a machine with each other
 * and with devices. The same classes serve the emulated processor and a virtual one whose VMM is written in Java.
 *
 * @sdm 3A chapter "Advanced Programmable Interrupt Controller (APIC)"
 */
package hv.cpu.apic;
