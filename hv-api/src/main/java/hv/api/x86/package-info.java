/**
 * The processor's vocabulary, named as Intel's manual names it: {@link hv.api.x86.ExitReason}, {@link hv.api.x86.VmcsField}, control words, MSR indices,
 * registers and their bits, events, and the kinds of address that must not be mixed up: linear ({@link hv.api.x86.Gva}), guest-physical
 * ({@link hv.api.x86.Gpa}) and host-physical ({@link hv.api.x86.Hpa}). Read these three first. Values only: nothing here does anything.
 */
package hv.api.x86;
