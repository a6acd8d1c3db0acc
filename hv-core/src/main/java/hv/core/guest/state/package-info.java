/**
 * The state of a guest: its registers and its memory as plugins see them, the VMCS fields that hold them, and the state that no field holds. Read
 * {@link hv.core.guest.state.GuestCpu} first; {@link hv.core.guest.state.VmcsAreas} writes a new VMCS, and
 * {@link hv.core.guest.state.SwitchedState} keeps the rest while another guest runs.
 */
package hv.core.guest.state;
