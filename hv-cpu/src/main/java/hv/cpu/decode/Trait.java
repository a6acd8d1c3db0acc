package hv.cpu.decode;

/** A property of an instruction, beyond its operands and flags. */
public enum Trait {
    /** LOCK is allowed where the destination is memory. */
    LOCKABLE,
    /** Legal outside 64-bit mode only. */
    NOT_64,
    /** Legal in 64-bit mode only. */
    ONLY_64,
    /** In 64-bit mode the operand size is 64 bits without REX.W; 66H makes it 16. */
    DEFAULT_64,
    /** In 64-bit mode the operand size is 64 bits whatever the prefixes say. */
    FORCED_64,
    /** F2H and F3H repeat the instruction (as REPE and REPNE where it compares). */
    REPEATABLE,
    /** Loads RIP: ends its block, but blocks on both sides of it may be linked. */
    BRANCH,
    /** Can change the mode, the mapping of addresses or the pending events: ends its block, and the next block is always looked up. */
    UNCHAINED,
    /** Reads or sets the machine's time, or may end without having retired: begins and ends a block, so that the count of retired instructions is exact. */
    ALONE,
    /** Delivers an event by itself: INT n and its kin. */
    SOFTWARE_EVENT,
    /** The new TF decides whether a single-step trap follows, not the old one. */
    TRAPS_BY_NEW_TF,
    /** The operands don't show the operand size; the disassembler shows an unusual one by a letter behind the mnemonic. */
    SUFFIXED,
    /** The format in memory is the same for 64 bits as for 32. */
    WIDE_AS_32,
    /** Belongs to {@code system} or {@code vmx} rather than to the user-mode integer instructions. */
    SYSTEM;

    final int mask = 1 << ordinal();
}
