/**
 * Arithmetic on real numbers in the double extended-precision format: exact, and then rounded once. Read {@link hv.cpu.real.RealUnit} first: results
 * and exceptions are left there. Operands are the two words of a register (sign with biased exponent, and significand). Nothing here depends on a
 * processor.
 *
 * <p>Inside an operation a finite number other than zero has a sign, a biased exponent (any int) and a significand with bit 63 set, behind which 64
 * more bits of an exact result may follow. Where even those do not hold all bits, the lowest one is 1 if any bit beyond is.
 */
package hv.cpu.real;
