package hv.cpu.silicon;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file through which the test and {@link HostProgram} work together. The program maps all of it at {@link #BASE}, and pieces of it where
 * the instructions under test find code and data ({@link Region}).
 */
final class SharedFile implements AutoCloseable {
    /** Linear addresses in the program; above 4 GiB, where no 32-bit address leads. */
    static final long BASE = 0x1357_9000_0000L;
    /** Offsets: what the program keeps for itself, what it needs at its start, its signal stack, code and windows, and two batches of cases. */
    static final int CURRENT = 0, REMAINING = 8, COMMAND = 16, BASES_WORK = 32, LDT_RESULT = 40, LDT_COUNT = 48, ACTION = 64, SIGNAL_STACK = 96, MAPS = 128, LDT = 1024,
            STACK = 0x1000, STACK_BYTES = 0x1_0000, REGIONS = 0x1_1000, BATCHES = 0x10_0000;
    /** Bytes of a case: the state before, and the state after. */
    static final int CASE = 2 * State.BYTES;
    static final int BATCH_CASES = 1024, BATCH = BATCH_CASES * CASE, LENGTH = BATCHES + 2 * BATCH;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final long ON_STACK = 0x0800_0000, SIGNAL_INFORMATION = 4, HAS_RESTORER = 0x0400_0000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment file;

    SharedFile(Path path, HostProgram program, boolean basesWork) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH, arena);
        }
        set(BASES_WORK, basesWork ? 1 : 0);
        set(ACTION, program.handlerAddress());
        set(ACTION + 8, ON_STACK | SIGNAL_INFORMATION | HAS_RESTORER);
        set(ACTION + 24, -1);
        set(SIGNAL_STACK, BASE + STACK);
        set(SIGNAL_STACK + 16, STACK_BYTES);
        set(LDT_COUNT, Tables.localEntries());
        for (int i = 0; i < Tables.localEntries(); i++) {
            int[] words = Tables.description(i);
            for (int word = 0; word < words.length; word++) file.set(ValueLayout.JAVA_INT_UNALIGNED, LDT + 16 * i + 4 * word, words[word]);
        }
        int at = MAPS;
        for (Region region : Region.values()) at = map(region, at);
    }

    private int map(Region region, int at) {
        for (int page = 0; page < region.pages(); page++) {
            if (region.protection(page) == 0) continue;
            set(at, region.linear + page * 0x1000L);
            set(at + 8, 0x1000);
            set(at + 16, region.protection(page));
            set(at + 24, region.offset() + page * 0x1000L);
            at += 32;
        }
        return at;
    }

    private void set(int offset, long value) { file.set(LONG, offset, value); }

    /** The address of a case in the program. */
    static long address(int batch, int index) { return BASE + BATCHES + (long) batch * BATCH + (long) index * CASE; }

    State before(int batch, int index) { return state(batch, index, 0); }
    State after(int batch, int index) { return state(batch, index, State.BYTES); }

    private State state(int batch, int index, int offset) {
        return new State(file.asSlice(BATCHES + (long) batch * BATCH + (long) index * CASE + offset, State.BYTES));
    }

    /** The case that a program was at when it died, as an index in its batch. */
    int current(int batch) { return (int) ((file.get(LONG, CURRENT) - address(batch, 0)) / CASE); }

    /** The address of the case that the program is at; 0 while it waits. */
    long current() { return file.get(LONG, CURRENT); }

    /** Whether the program got its LDT; once it has started. */
    boolean localTable() { return file.get(LONG, LDT_RESULT) == 0; }

    void forgetCurrent() { set(CURRENT, 0); }

    void fill(int offset, int length, int value) { file.asSlice(offset, length).fill((byte) value); }

    @Override public void close() { arena.close(); }
}
