package hv.cpu.memory;

/** Where a walk of guest paging finds its entries. */
interface PagingStructures {
    /** An access to an entry. @return the address to {@link #read} */
    long entry(long gpa, long linear);

    long read(long address, int bytes);

    /** Sets accessed and dirty flags in the low byte of an entry. */
    void set(long gpa, long linear, long entry, int flags);
}
