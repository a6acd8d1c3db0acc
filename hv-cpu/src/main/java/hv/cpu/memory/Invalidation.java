package hv.cpu.memory;

/**
 * What drops cached mappings. A processor may keep linear mappings (guest paging alone) and combined mappings (with EPT) by VPID, and
 * guest-physical mappings (EPT alone) by EPT root, for as long as none of these is called; this one does.
 *
 * @sdm 3C chapter 29 "Operations that Invalidate Cached Mappings"
 */
public interface Invalidation {
    /** Linear and combined mappings of a VPID, for all EPT roots: INVVPID types 1 and 3, VM entry and exit without VPID (0). */
    void vpid(int vpid);
    /** The same of one linear address: INVVPID type 0. */
    void vpidPage(int vpid, long linear);
    /** Of all VPIDs but 0: INVVPID type 2. */
    void allVpids();
    /** Guest-physical and combined mappings of an EPT root, which is given by bits 51:12 of the EPTP: INVEPT type 1. */
    void eptRoot(long eptp);
    /** Of all EPT roots: INVEPT type 2. */
    void allEptRoots();
    /** Everything: RESET. */
    void all();
}
