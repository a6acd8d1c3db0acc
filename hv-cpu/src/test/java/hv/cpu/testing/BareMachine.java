package hv.cpu.testing;

import hv.api.x86.Gpr;
import hv.cpu.LogicalProcessor;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A machine without a VMM: one processor, RAM, a serial port that only writes, and the exit port F4H. It starts multiboot images as a
 * boot loader would.
 */
public final class BareMachine implements AutoCloseable {
    private static final int SERIAL = 0x3F8, LINE_STATUS = 0x3FD, EXIT = 0xF4, TRANSMITTER_EMPTY = 0x60;
    private static final int MULTIBOOT_MAGIC = 0x2BADB002, INFO = 0x9000, COMMAND_LINE = 0x9100, HAS_MEMORY_AND_COMMAND_LINE = 1 | 4;
    private static final int CODE_32 = 0xC09B, DATA_32 = 0xC093;

    public final Ram ram;
    public final VirtualClock clock = new VirtualClock();
    public final LogicalProcessor processor;
    private final StringBuilder output = new StringBuilder();

    public BareMachine(long megabytes) { this(megabytes, ProcessorProfiles.REFERENCE); }

    public BareMachine(long megabytes, String profile) {
        ram = new Ram(megabytes << 20);
        processor = LogicalProcessor.create(ProcessorProfiles.load(profile), ram, new Ports(), clock);
    }

    /** Loads an ELF32 multiboot image from the test resources and makes its entry point next. */
    public BareMachine boot(String image, String commandLine) {
        load(ByteBuffer.wrap(resource(image)).order(ByteOrder.LITTLE_ENDIAN));
        multibootInformation(commandLine);
        flat32();
        return this;
    }

    /** Runs until the guest writes to the exit port, at most this many instructions. */
    public RunResult run(long instructions) {
        processor.limit(instructions);
        return processor.run();
    }

    /** The text that the guest wrote to the serial port. */
    public String output() { return output.toString(); }

    private void load(ByteBuffer elf) {
        int headers = elf.getInt(28), size = elf.getShort(42), count = elf.getShort(44);
        for (int i = 0; i < count; i++) {
            int at = headers + i * size;
            boolean loadable = elf.getInt(at) == 1;
            if (loadable) ram.write(elf.getInt(at + 12), elf.array(), elf.getInt(at + 4), elf.getInt(at + 16));
        }
        processor.rip(elf.getInt(24));
    }

    private void multibootInformation(String commandLine) {
        byte[] text = (commandLine + "\0").getBytes(StandardCharsets.US_ASCII);
        ram.write(COMMAND_LINE, text, 0, text.length);
        ram.write(INFO, 4, HAS_MEMORY_AND_COMMAND_LINE);
        ram.write(INFO + 4, 4, 640);
        ram.write(INFO + 8, 4, (ram.bytes() >> 10) - 1024);
        ram.write(INFO + 16, 4, COMMAND_LINE);
        processor.set(Gpr.RAX, MULTIBOOT_MAGIC);
        processor.set(Gpr.RBX, INFO);
    }

    private void flat32() {
        processor.set(SystemRegister.CR0, processor.cr0() | 1);
        processor.set(SegmentName.CS, new SegmentState(8, 0, -1, CODE_32));
        for (var name : new SegmentName[] {SegmentName.SS, SegmentName.DS, SegmentName.ES, SegmentName.FS, SegmentName.GS}) {
            processor.set(name, new SegmentState(16, 0, -1, DATA_32));
        }
    }

    private static byte[] resource(String name) {
        try (var stream = BareMachine.class.getResourceAsStream("/hv/cpu/images/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() { ram.close(); }

    private final class Ports implements Bus {
        @Override public int in(int port, int bytes) { return port == LINE_STATUS ? TRANSMITTER_EMPTY : -1 >>> 32 - 8 * bytes; }
        @Override public long read(long physical, int bytes) { return -1L >>> 64 - 8 * bytes; }
        @Override public void write(long physical, int bytes, long value) {}

        @Override
        public void out(int port, int bytes, int value) {
            if (port == SERIAL) output.append((char) (value & 0xFF));
            else if (port == EXIT) processor.pause();
        }
    }
}
