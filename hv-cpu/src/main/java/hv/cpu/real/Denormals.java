package hv.cpu.real;

/** The denormal-operand exception. */
final class Denormals {
    private Denormals() {}

    /** Raises the exception if the operand is denormal. @return whether that ends the operation */
    static boolean stop(RealUnit u, int e, long m) { return (Extended.denormal(e, m) || u.denormalSource) && u.denormal(); }

    static boolean stop(RealUnit u, int xe, long xm, int ye, long ym) {
        return (Extended.denormal(xe, xm) || Extended.denormal(ye, ym) || u.denormalSource) && u.denormal();
    }
}
