/**
 * The host: what a VMM needs of the processor before and beside its guests. Read {@link hv.core.host.VmxOperation} first: CR4.VMXE, VMXON, VMXOFF.
 * {@link hv.core.host.HostBoot} brings the processor to 64-bit mode on {@link hv.core.host.HostTables}; {@link hv.core.host.FrameAllocator} hands out the
 * host's own memory; {@link hv.core.host.ControlWord} knows which VMX controls the capability MSRs allow.
 */
package hv.core.host;
