/**
 * The surroundings of a processor, and its profile. Read {@link hv.cpu.platform.Bus} first, everything outside processor and RAM; then
 * {@link hv.cpu.platform.Ram} and {@link hv.cpu.platform.VirtualClock}. {@link hv.cpu.platform.ProcessorProfile} says what kind of processor it is.
 */
package hv.cpu.platform;
