package hv.cpu.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hv.api.x86.Rflags;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An instruction that hangs or ends the program that executes it spoils only its own case. */
class HostProcessorTests {
    private static final String JUMP_TO_ITSELF = "ebfe", NOP = "90", EXIT = "b83c0000000f05";
    private static final int BREAKPOINT = 3;

    @TempDir
    Path directory;

    @BeforeEach
    void hostIsSuitable() { assumeTrue(Host.suitable(), "the host is not Linux on x86-64"); }

    @Test
    @Timeout(600)
    void anInstructionThatHangsIsOneCase() throws IOException { theSecondOfThreeIsLost(JUMP_TO_ITSELF); }

    @Test
    @Timeout(600)
    void anInstructionThatEndsTheProgramIsOneCase() throws IOException { theSecondOfThreeIsLost(EXIT); }

    private void theSecondOfThreeIsLost(String fatal) throws IOException {
        try (var processor = new HostProcessor(directory, false, Duration.ofSeconds(3))) {
            fill(processor.shared.before(0, 0), NOP);
            fill(processor.shared.before(0, 1), fatal);
            fill(processor.shared.before(0, 2), NOP);
            processor.begin(0, 3);
            assertEquals(BitSet.valueOf(new long[] {1 << 1}), processor.end());
            for (int i : new int[] {0, 2}) {
                assertEquals(BREAKPOINT, processor.shared.after(0, i).get(State.VECTOR), "case " + i);
                assertEquals(Region.CODE.linear + 2, processor.shared.after(0, i).get(State.RIP), "case " + i);
            }
        }
    }

    /** @param hex an instruction, behind which a breakpoint lies */
    private static void fill(State before, String hex) {
        byte[] code = HexFormat.of().parseHex(hex);
        for (int i = 0; i < State.CODE_BYTES; i++) before.put(State.CODE + i, i < code.length ? code[i] : HostProgram.FILLER);
        before.set(State.RIP, Region.CODE.linear);
        before.set(State.CODE_PLACE, SharedFile.BASE + Region.CODE.offset());
        before.set(State.MEMORY_PLACE, SharedFile.BASE + Region.WINDOW.memoryOffset());
        before.set(State.RFLAGS, Rflags.IF | 2);
        before.selector(State.CS, Tables.USER_CODE_64);
        before.selector(State.SS, Tables.USER_DATA);
        FxImage.initial(before);
    }
}
