/**
 * The system instructions and event delivery: {@link hv.cpu.system.SystemOperations} binds each mnemonic, {@link hv.cpu.system.Delivery} takes
 * exceptions and interrupts to their handlers. Every instruction that VMX can intercept asks {@code c.intercepts(o)}, or a bitmap or a mask
 * of the VMCS, after the faults that come first, and leaves with {@code throw c.exit(o, …)}: reason and controls stand on its row in {@code hv.cpu.decode}.
 */
package hv.cpu.system;
