package hv.cpu.memory;

import static hv.api.x86.EptViolationQualification.LINEAR_PAGE_EXECUTE_DISABLE;
import static hv.api.x86.EptViolationQualification.LINEAR_PAGE_READ_WRITE;
import static hv.api.x86.EptViolationQualification.USER_MODE_LINEAR_ADDRESS;

import hv.api.x86.ExceptionVector;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;

/**
 * From linear to guest-physical addresses: 32-bit, PAE and 4-level paging, or none.
 *
 * @sdm 3A chapter 4 "Paging"
 */
final class Paging {
    private static final int P = 1, RW = 1 << 1, US = 1 << 2, A = 1 << 5, D = 1 << 6, PS = 1 << 7, G = 1 << 8;
    private static final long XD = 1L << 63;
    /** Further bits of a page fault's error code, beside {@link #P}, {@link #RW} and {@link #US}. */
    private static final int RESERVED = 1 << 3, FETCHED = 1 << 4;

    private final Registers registers;
    private final PagingStructures memory;
    private final GuestException fault;
    private final long beyondPhysical;
    private final long[] entries = new long[4], addresses = new long[4];
    private int mode;
    private int depth;

    /** The accesses to the last translated address that need no further walk, bits of {@link Access}. */
    int rights;
    /** The kind of the page that holds it: {@link Tlb#LARGE}, {@link Tlb#GLOBAL}. */
    int kind;
    /** Bits 11:9 of the qualification of an EPT violation at it: user-mode address, writable, execute-disabled. */
    int advanced;

    Paging(Registers registers, PagingStructures memory, GuestException fault, int physicalBits) {
        this.registers = registers;
        this.memory = memory;
        this.fault = fault;
        this.beyondPhysical = EptWalker.FRAME & -1L << physicalBits;
    }

    /**
     * @param access bits of {@link Access}
     * @param mode   bits of {@link TlbKey}
     */
    long translate(long linear, int access, int mode) {
        kind = 0;
        if ((mode & TlbKey.PAGING) == 0) {
            rights = Access.READ | Access.WRITE | Access.FETCH;
            advanced = USER_MODE_LINEAR_ADDRESS | LINEAR_PAGE_READ_WRITE;
            return linear;
        }
        this.mode = mode;
        depth = 0;
        long gpa = (mode & TlbKey.PAE) == 0 ? walk32(linear, access) : walk64(linear, access);
        check(linear, access);
        flag(linear, access);
        if ((mode & TlbKey.PGE) != 0 && (entries[depth - 1] & G) != 0) kind |= Tlb.GLOBAL;
        return gpa;
    }

    private long walk32(long linear, int access) {
        long pde = entry((registers.cr3 & 0xFFFF_F000L) + (linear >>> 22 << 2), 4, linear, access);
        if ((pde & PS) != 0 && (mode & TlbKey.PSE) != 0) {
            long high = pde >>> 13 & 0xFF;
            if ((pde & 1 << 21) != 0 || (high << 32 & beyondPhysical) != 0) throw reserved(linear, access);
            kind = Tlb.LARGE;
            return pde & 0xFFC0_0000L | high << 32 | linear & 0x3F_FFFF;
        }
        long pte = entry((pde & 0xFFFF_F000L) + (linear >>> 12 & 0x3FF) * 4, 4, linear, access);
        return pte & 0xFFFF_F000L | linear & 0xFFF;
    }

    /** Walks the tables of PAE and 4-level paging. */
    private long walk64(long linear, int access) {
        boolean fourLevel = (mode & TlbKey.LONG) != 0;
        long table = fourLevel ? registers.cr3 & EptWalker.FRAME : pdpte(linear, access);
        for (int level = fourLevel ? 3 : 1; ; level--) {
            int shift = 12 + 9 * level;
            long entry = entry(table + (linear >>> shift & 0x1FF) * 8, 8, linear, access);
            boolean leaf = level == 0 || level < 3 && (entry & PS) != 0;
            if ((entry & reservedBits(level, leaf, fourLevel)) != 0) throw reserved(linear, access);
            if (leaf) {
                long offset = (1L << shift) - 1;
                if (level > 0) kind = Tlb.LARGE;
                return entry & EptWalker.FRAME & ~offset | linear & offset;
            }
            table = entry & EptWalker.FRAME;
        }
    }

    /** The page directory of PAE paging, taken from the PDPTE registers. */
    private long pdpte(long linear, int access) {
        long pdpte = registers.pdpte[(int) (linear >>> 30) & 3];
        if ((pdpte & P) == 0) throw pageFault(linear, access, 0);
        return pdpte & EptWalker.FRAME;
    }

    private long reservedBits(int level, boolean leaf, boolean fourLevel) {
        long high = (mode & TlbKey.NXE) == 0 ? XD : 0;
        if (!fourLevel) high |= 0x7FF0_0000_0000_0000L;
        long belowPage = leaf && level > 0 ? (1L << 12 + 9 * level) - 0x2000 : 0;
        return beyondPhysical | high | belowPage | (level == 3 ? PS : 0);
    }

    private long entry(long gpa, int bytes, long linear, int access) {
        long entry = memory.read(memory.entry(gpa, linear), bytes);
        if ((entry & P) == 0) throw pageFault(linear, access, 0);
        addresses[depth] = gpa;
        entries[depth++] = entry;
        return entry;
    }

    /** Checks an access against the rights of all entries together; PAE's PDPTEs have no rights. */
    private void check(long linear, int access) {
        long all = RW | US, any = 0;
        for (int i = 0; i < depth; i++) {
            all &= entries[i];
            any |= entries[i];
        }
        boolean user = (all & US) != 0, writable = (all & RW) != 0, disabled = (any & XD) != 0;
        advanced = (user ? USER_MODE_LINEAR_ADDRESS : 0) | (writable ? LINEAR_PAGE_READ_WRITE : 0) | (disabled ? LINEAR_PAGE_EXECUTE_DISABLE : 0);
        rights = (mode & TlbKey.USER) != 0 ? userRights(user, writable, disabled) : supervisorRights(user, writable, disabled);
        if ((rights & access) != access) throw pageFault(linear, access, P);
        if ((entries[depth - 1] & D) == 0 && (access & Access.WRITE) == 0) rights &= ~Access.WRITE;
    }

    private static int userRights(boolean user, boolean writable, boolean disabled) {
        if (!user) return 0;
        return Access.READ | (writable ? Access.WRITE : 0) | (disabled ? 0 : Access.FETCH);
    }

    private int supervisorRights(boolean user, boolean writable, boolean disabled) {
        boolean data = !user || (mode & TlbKey.SMAP) == 0 || (mode & TlbKey.ALLOWED_USER_DATA) != 0;
        boolean write = writable || (mode & TlbKey.WP) == 0;
        boolean fetch = !disabled && !(user && (mode & TlbKey.SMEP) != 0);
        return (data ? Access.READ : 0) | (data && write ? Access.WRITE : 0) | (fetch ? Access.FETCH : 0);
    }

    /** Sets accessed flags and, for a write, the dirty flag of the page. */
    private void flag(long linear, int access) {
        for (int i = 0; i < depth; i++) {
            int flags = i == depth - 1 && (access & Access.WRITE) != 0 ? A | D : A;
            if ((entries[i] & flags) != flags) memory.set(addresses[i], linear, entries[i], flags);
        }
    }

    private GuestException reserved(long linear, int access) { return pageFault(linear, access, P | RESERVED); }

    private GuestException pageFault(long linear, int access, int code) {
        if ((access & Access.WRITE) != 0) code |= RW;
        if ((mode & TlbKey.USER) != 0) code |= US;
        boolean told = (mode & TlbKey.SMEP) != 0 || (mode & TlbKey.PAE) != 0 && (mode & TlbKey.NXE) != 0;
        if ((access & Access.FETCH) != 0 && told) code |= FETCHED;
        fault.linear = linear;
        return fault.set(ExceptionVector.PF, code);
    }
}
