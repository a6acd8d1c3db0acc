package hv.cpu.decode;

/**
 * An operand in the notation of the opcode maps: how it is addressed (capital letter) and its size (small letters). Names of
 * registers stand for themselves; {@code rAX} and {@code Zv} follow the operand size.
 *
 * @sdm 2D appendix A "Codes for Addressing Method" and "Codes for Operand Type"
 */
public enum Operand {
    Eb, Ev, Ew, Gb, Gv
}
