/**
 * Arithmetic on real numbers in the double extended-precision format, exact and then rounded once. Knows no processor: operands are the two
 * words of a register (sign with biased exponent, and significand), results and exceptions are left in a {@link hv.cpu.real.RealUnit}.
 *
 * <p>Inside an operation a finite number that is not zero is taken apart into sign, biased exponent (any int) and a significand with bit 63 set,
 * which 64 more bits of an exact result may follow; where even those don't hold all, the lowest one tells that more was there.
 */
package hv.cpu.real;
