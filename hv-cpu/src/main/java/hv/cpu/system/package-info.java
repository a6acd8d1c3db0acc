/**
 * The system instructions and event delivery. Read {@link hv.cpu.system.SystemOperations} first, which binds each mnemonic, then
 * {@link hv.cpu.system.Delivery}, which takes exceptions and interrupts to their handlers. Every instruction that VMX can intercept asks
 * {@link hv.cpu.state.Controls} after the faults that come first, and leaves with {@code throw c.exit(…)}.
 */
package hv.cpu.system;
