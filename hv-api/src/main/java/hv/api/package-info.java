/**
 * Plugins, and the interfaces that they are given. Read {@link hv.api.ExitHandler} first: a handler declares {@link hv.api.Intercept}s, is handed a
 * {@link hv.api.VmExit} with the guest's processor ({@link hv.api.Vcpu}), and answers with an {@link hv.api.Outcome}.
 *
 * <p>The other kinds of plugin are {@link hv.api.MemoryTranslator}, which decides how guest memory is backed, {@link hv.api.FeatureProbe}, which
 * tells what the processor has, and {@link hv.api.Device}, an exit handler made of ports, memory-mapped registers and timers. A plugin is attached to
 * a {@link hv.api.VirtualMachine}.
 */
package hv.api;
