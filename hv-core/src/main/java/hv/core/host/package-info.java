/**
 * The host: the processor's set-up for a VMM, before and beside its guests. Read {@link hv.core.host.VmxOperation} first: CR4.VMXE, VMXON, VMXOFF.
 * {@link hv.core.host.HostBoot} brings the processor to 64-bit mode on {@link hv.core.host.HostTables}; {@link hv.core.host.FrameAllocator} allocates
 * the host's own memory; {@link hv.core.host.ControlWord} knows which VMX controls the capability MSRs allow.
 */
package hv.core.host;
