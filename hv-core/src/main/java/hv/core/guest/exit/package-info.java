/** From the exit-information fields of the VMCS to a {@link hv.api.VmExit}. Read {@link hv.core.guest.exit.ExitDecoder} first. */
package hv.core.guest.exit;
