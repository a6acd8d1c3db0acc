/**
 * What CPUID shows to a guest. {@link hv.handlers.cpuid.Cpuid} is the exit handler; {@link hv.handlers.cpuid.ShownLeaves} makes the part
 * of an answer that stays, {@link hv.handlers.cpuid.LiveBits} the part that follows the guest.
 */
package hv.handlers.cpuid;
