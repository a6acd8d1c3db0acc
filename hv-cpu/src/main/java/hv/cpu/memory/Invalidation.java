package hv.cpu.memory;

/**
 * The operations that drop cached mappings. Until one of these is called, a processor may cache linear mappings (guest paging alone) and combined
 * mappings (with EPT) by VPID, and guest-physical mappings (EPT alone) by EPT root. This processor does.
 *
 * @sdm 3C chapter 29 "Operations that Invalidate Cached Mappings"
 */
public interface Invalidation {
    /** Drops linear and combined mappings of a VPID, for all EPT roots: INVVPID types 1 and 3, VM entry and exit without VPID (0). */
    void vpid(int vpid);
    /** Drops linear and combined mappings of one linear address under a VPID: INVVPID type 0. */
    void vpidPage(int vpid, long linear);
    /** Drops linear and combined mappings of all VPIDs but 0: INVVPID type 2. */
    void allVpids();
    /** Drops guest-physical and combined mappings of an EPT root, which is given by bits 51:12 of the EPTP: INVEPT type 1. */
    void eptRoot(long eptp);
    /** Drops guest-physical and combined mappings of all EPT roots: INVEPT type 2. */
    void allEptRoots();
    /** Drops everything: RESET. */
    void all();
}
