/**
 * The system instructions and event delivery: {@link hv.cpu.system.SystemOperations} binds each mnemonic, {@link hv.cpu.system.Delivery} takes
 * exceptions and interrupts to their handlers. Every instruction that VMX can intercept asks {@link hv.cpu.state.Controls} after the faults that come
 * first, and leaves with {@code throw c.exit(…)}.
 */
package hv.cpu.system;
