package hv.cpu.state;

/**
 * Thrown by memory inside a block, before anything has changed, when an access is not ordinary (MMIO, a page with decoded code …). The engine runs
 * that one instruction again, alone, with the exact instruction count.
 */
@SuppressWarnings("serial")
public final class SlowAccess extends RuntimeException {
    public SlowAccess() { super(null, null, false, false); }
}
