/**
 * A run, from configuration to report. Read {@link hv.core.Hypervisor} first, then {@code VmmRun}, which brings VMX up and the virtual machines with it,
 * then {@code VmLoop}, the loop of one virtual machine: enter, ask the plugins, apply their answer.
 *
 * <p>{@code Platform} is the emulated machine of a run. {@code Scheduler} gives virtual machines their turns; {@code Departure} ends VMX operation under a
 * running guest; {@code BareRun} is the run without a VMM.
 */
package hv.core;
