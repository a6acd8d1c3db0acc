/**
 * The CPUID that a guest sees. Read {@link hv.handlers.cpuid.Cpuid} first, the exit handler; {@link hv.handlers.cpuid.ShownLeaves} makes the part of
 * an answer that never changes, {@link hv.handlers.cpuid.LiveBits} the part that follows the guest's state.
 */
package hv.handlers.cpuid;
