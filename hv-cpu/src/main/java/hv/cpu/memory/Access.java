package hv.cpu.memory;

/** Kinds of access, as the low bits of an EPT violation's exit qualification and of EPT entries name them. */
final class Access {
    static final int READ = 1, WRITE = 2, FETCH = 4;

    private Access() {}
}
