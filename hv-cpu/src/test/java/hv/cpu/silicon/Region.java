package hv.cpu.silicon;

/**
 * Pages below 2 GiB that instructions under test can reach, the same on both processors; all else is unmapped. A window is two pages; around the
 * middle of it lies the memory of a {@link State}.
 */
enum Region {
    /** The instruction under test, somewhere in two pages that can be executed; the file has a third one for bytes that are not mapped. */
    CODE(0x1000_0000, Region.READ | Region.EXECUTE, Region.READ | Region.EXECUTE, 0),
    WINDOW(0x2000_0000, Region.READ | Region.WRITE, Region.READ | Region.WRITE),
    FIRST_PAGE_ONLY(0x3000_0000, Region.READ | Region.WRITE, 0),
    SECOND_PAGE_ONLY(0x4000_0000, 0, Region.READ | Region.WRITE),
    SECOND_PAGE_READ_ONLY(0x5000_0000, Region.READ | Region.WRITE, Region.READ),
    FIRST_PAGE_READ_ONLY(0x6000_0000, Region.READ, Region.READ | Region.WRITE);

    /** From the first window to the end of the last one, in the shared file. */
    static final int WINDOWS_BYTES = (values().length - 1) * Region.MOST_PAGES * 0x1000;
    /** Where the mapped pages of {@link #CODE} end in it. */
    static final long CODE_END = 0x2000;
    static final int READ = 1, WRITE = 2, EXECUTE = 4;
    private static final int MOST_PAGES = 4;

    final long linear;
    private final int[] protections;

    Region(long linear, int... protections) {
        this.linear = linear;
        this.protections = protections;
    }

    int pages() { return protections.length; }
    /** {@link #READ}, {@link #WRITE}, {@link #EXECUTE}; 0 where the page is not mapped. */
    int protection(int page) { return protections[page]; }
    /** Where the pages are in the shared file; the physical address on our processor. */
    int offset() { return SharedFile.REGIONS + ordinal() * MOST_PAGES * 0x1000; }
    /** The linear address of the page boundary in the middle of a window. */
    long middle() { return linear + 0x1000; }
    /** Linear address of the first byte of a state's memory in this window. */
    long memory() { return middle() - State.MEMORY_BYTES / 2; }
    /** The same in the shared file. */
    int memoryOffset() { return offset() + 0x1000 - State.MEMORY_BYTES / 2; }
}
