/**
 * What a processor is built from and into: {@link hv.cpu.platform.Ram}, {@link hv.cpu.platform.Bus} (everything outside processor and RAM),
 * {@link hv.cpu.platform.VirtualClock}, and {@link hv.cpu.platform.ProcessorProfile}, what kind of processor it is. Read {@code Bus} first.
 */
package hv.cpu.platform;
