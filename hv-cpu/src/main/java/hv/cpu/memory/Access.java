package hv.cpu.memory;

/** Kinds of access: the low bits of an EPT violation's exit qualification and of EPT entries. */
final class Access {
    static final int READ = 1, WRITE = 2, FETCH = 4;

    private Access() {}
}
