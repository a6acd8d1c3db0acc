package hv.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import hv.cpu.testing.Code;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Accesses of 32-bit code that begin below 4 GByte and end above 0: with 32-bit paging, and in compatibility mode, where something lies above. */
class FourGigabyteWrapTests {
    /** Physical: the page at FFFFF000H, the one at 0, and the one at 1_00000000H. */
    private static final long TOP = 0x5_0000, ZERO = 0x6_0000, ABOVE = 0x7_0000;
    private static final long TABLES = 0x1_0000, CODE = 0x3_0000, HANDLER = 0x3_8000, GDT = 0x2000, IDT = 0x3000, STACK = 0x4_0000;
    private static final long PRESENT = 3;

    private enum Mode { PAGING_32, COMPATIBILITY }

    private final Ram ram = new Ram(1 << 20);
    private final LogicalProcessor cpu = LogicalProcessor.create(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock());

    @AfterEach void close() { ram.close(); }

    /** Linear addresses are physical ones up to 512 KBytes, but for the pages at both ends. */
    private void enter(Mode mode) {
        if (mode == Mode.PAGING_32) paging32();
        else fourLevels();
        ram.write(GDT + 8, 8, mode == Mode.PAGING_32 ? 0x00CF_9B00_0000_FFFFL : 0x00AF_9B00_0000_FFFFL);
        for (int vector : new int[] {1, 14}) gate(mode, vector);
        cpu.set(SystemRegister.GDTR_BASE, GDT);
        cpu.set(SystemRegister.GDTR_LIMIT, 0xF);
        cpu.set(SystemRegister.IDTR_BASE, IDT);
        cpu.set(SystemRegister.IDTR_LIMIT, 0xFFF);
        cpu.set(SystemRegister.CR3, TABLES);
        cpu.set(SystemRegister.CR4, mode == Mode.PAGING_32 ? 0x200 : 0x220);
        cpu.set(SystemRegister.EFER, mode == Mode.PAGING_32 ? 0 : 0x500);
        cpu.set(SystemRegister.CR0, 0x8000_0031L);
        cpu.set(SegmentName.CS, new SegmentState(8, 0, -1, 0xC09B));
        for (var name : new SegmentName[] {SegmentName.SS, SegmentName.DS, SegmentName.ES}) cpu.set(name, new SegmentState(16, 0, -1, 0xC093));
        cpu.set(Gpr.RSP, STACK);
    }

    private void gate(Mode mode, int vector) {
        long gate = HANDLER >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | HANDLER & 0xFFFF;
        ram.write(IDT + vector * (mode == Mode.PAGING_32 ? 8 : 16), 8, gate);
        ram.write(HANDLER, 1, 0xF4);
    }

    private void paging32() {
        ram.write(TABLES, 4, TABLES + 0x1000 | PRESENT);
        ram.write(TABLES + 0xFFC, 4, TABLES + 0x2000 | PRESENT);
        for (int page = 1; page < 0x80; page++) ram.write(TABLES + 0x1000 + 4 * page, 4, page << 12 | PRESENT);
        ram.write(TABLES + 0x1000, 4, ZERO | PRESENT);
        ram.write(TABLES + 0x2FFC, 4, TOP | PRESENT);
    }

    private void fourLevels() {
        ram.write(TABLES, 8, TABLES + 0x1000 | PRESENT);
        for (int entry : new int[] {0, 3, 4}) ram.write(TABLES + 0x1000 + 8 * entry, 8, TABLES + 0x2000 + 0x2000 * entry | PRESENT);
        ram.write(TABLES + 0x2000, 8, TABLES + 0x3000 | PRESENT);
        ram.write(TABLES + 0x8FF8, 8, TABLES + 0x9000 | PRESENT);
        ram.write(TABLES + 0xA000, 8, TABLES + 0xB000 | PRESENT);
        for (int page = 1; page < 0x80; page++) ram.write(TABLES + 0x3000 + 8 * page, 8, page << 12 | PRESENT);
        ram.write(TABLES + 0x3000, 8, ZERO | PRESENT);
        ram.write(TABLES + 0x9FF8, 8, TOP | PRESENT);
        ram.write(TABLES + 0xB000, 8, ABOVE | PRESENT);
    }

    private void run(String text) {
        var code = Code.of(text, 32, CODE);
        ram.write(CODE, code, 0, code.length);
        cpu.breakAt(OptionalLong.of(CODE + code.length));
        cpu.rip(CODE);
        assertEquals(RunResult.BREAKPOINT, cpu.run());
    }

    /** @return CR2 */
    private long fault(String text) {
        var code = Code.of(text, 32, CODE);
        ram.write(CODE, code, 0, code.length);
        cpu.rip(CODE);
        assertEquals(RunResult.HALTED, cpu.run());
        return cpu.get(SystemRegister.CR2);
    }

    private long top(int bytes) { return ram.read(TOP + 0x1000 - bytes, bytes); }
    private long zero(int bytes) { return ram.read(ZERO, bytes); }

    @ParameterizedTest @EnumSource
    void storesOfAllWidthsGoOnAtZero(Mode mode) {
        enter(mode);
        cpu.set(Gpr.RAX, 0x0403_0201L);
        run("mov [-1], ax");
        assertEquals(1, top(1));
        assertEquals(2, zero(2));
        run("mov [0xFFFFFFFE], eax");
        assertEquals(0x0201, top(2));
        assertEquals(0x0403, zero(4));
        run("movd xmm0, eax; punpcklqdq xmm0, xmm0; movq [0xFFFFFFFE], xmm0");
        assertEquals(0x0403, zero(8));
        run("movdqu [0xFFFFFFF8], xmm0");
        assertEquals(0x0403_0201, top(8));
        assertEquals(0x0403_0201, zero(8));
        run("fninit; fld1; fstp tbyte [0xFFFFFFFC]");
        assertEquals(0, top(4));
        assertEquals(0x3FFF_8000_0000L, zero(6));
        assertEquals(0, ram.read(ABOVE, 8), "above 4 GByte");
    }

    @ParameterizedTest @EnumSource
    void loadsOfAllWidthsDoToo(Mode mode) {
        enter(mode);
        ram.write(TOP + 0xFF0, 8, 0x1716_1514_1312_1110L);
        ram.write(TOP + 0xFF8, 8, 0x1F1E_1D1C_1B1A_1918L);
        ram.write(ZERO, 8, 0x2726_2524_2322_2120L);
        ram.write(ABOVE, 8, -1);
        run("mov ax, [-1]");
        assertEquals(0x201F, cpu.get(Gpr.RAX) & 0xFFFF);
        run("mov eax, [0xFFFFFFFD]");
        assertEquals(0x201F_1E1DL, cpu.get(Gpr.RAX));
        run("movdqu xmm0, [0xFFFFFFF8]; movd eax, xmm0; psrldq xmm0, 8; movd ebx, xmm0");
        assertEquals(0x1B1A_1918L, cpu.get(Gpr.RAX));
        assertEquals(0x2322_2120L, cpu.get(Gpr.RBX));
        run("movsd xmm0, [0xFFFFFFFC]; movd eax, xmm0; psrldq xmm0, 4; movd ebx, xmm0");
        assertEquals(0x1F1E_1D1CL, cpu.get(Gpr.RAX));
        assertEquals(0x2322_2120L, cpu.get(Gpr.RBX));
    }

    /** The host's processor does the same: MOV EAX, 4030201H lies across 4 GByte, or ends there. */
    @ParameterizedTest @MethodSource("modesAndPlaces")
    void soDoesCode(Mode mode, int below) {
        enter(mode);
        var code = Code.of("mov eax, 0x4030201; inc ebx; jmp $", 32, 0);
        ram.write(TOP + 0x1000 - below, code, 0, below);
        ram.write(ZERO, code, below, code.length - below);
        for (int times = 1; times <= 2; times++) {
            cpu.breakAt(OptionalLong.of(6 - below));
            cpu.rip(0x1_0000_0000L - below);
            assertEquals(RunResult.BREAKPOINT, cpu.run());
            assertEquals(0x0403_0201L, cpu.get(Gpr.RAX));
            assertEquals(times, cpu.get(Gpr.RBX));
            assertEquals(6 - below, cpu.rip());
        }
    }

    static Stream<Arguments> modesAndPlaces() {
        return Stream.of(Mode.values()).flatMap(mode -> Stream.of(1, 3, 5).map(below -> Arguments.of(mode, below)));
    }

    /** An area of 512 bytes, of which 256 lie below 4 GByte: XMM6 begins at 0. */
    @ParameterizedTest @EnumSource
    void theAreaOfFxsaveGoesOnAtZero(Mode mode) {
        enter(mode);
        cpu.set(Gpr.RAX, 0x5566_7788);
        run("movd xmm6, eax; fxsave [0xFFFFFF00]");
        assertEquals(0x5566_7788, zero(8));
        assertEquals(0, ram.read(ABOVE, 8));
        ram.write(ZERO, 4, 0x1234);
        run("fxrstor [0xFFFFFF00]; movd eax, xmm6");
        assertEquals(0x1234, cpu.get(Gpr.RAX));
    }

    /** The header lies 512 bytes behind the beginning of the area. */
    @ParameterizedTest @EnumSource
    void soDoesTheAreaOfXsave(Mode mode) {
        enter(mode);
        cpu.set(SystemRegister.CR4, cpu.cr4() | 1 << 18);
        cpu.set(Gpr.RAX, 1);
        cpu.set(Gpr.RDX, 0);
        run("fninit; fld1; xsave [0xFFFFFF00]");
        assertEquals(0x37F, ram.read(TOP + 0xF00, 2));
        assertEquals(1, ram.read(ZERO + 0x100, 8));
        assertEquals(0, ram.read(ABOVE + 0x100, 8));
        run("fninit; xrstor [0xFFFFFF00]; fnstcw [0x40000]; mov eax, [0x40000]");
        assertEquals(0x37F, cpu.get(Gpr.RAX) & 0xFFFF);
    }

    @ParameterizedTest @EnumSource
    void aFaultInTheSecondPageIsAtZeroAndNothingIsWritten(Mode mode) {
        enter(mode);
        ram.write(mode == Mode.PAGING_32 ? TABLES + 0x1000 : TABLES + 0x3000, 8, mode == Mode.PAGING_32 ? 0x1000L + PRESENT << 32 : 0);
        cpu.set(SystemRegister.CR2, -1);
        assertEquals(0, fault("movdqu [0xFFFFFFF8], xmm0"));
        assertEquals(0, top(8));
    }

    /** Four bytes at 4 are watched for writes. */
    @ParameterizedTest @EnumSource
    void breakpointsBehindTheWrapAreMet(Mode mode) {
        enter(mode);
        cpu.set(SystemRegister.DR0, 4);
        cpu.set(SystemRegister.DR7, 0xD_0402);
        run("movsd [0xFFFFFFFC], xmm0");    // bytes 0 to 3
        run("mov eax, [0xFFFFFFFE]");
        fault("movdqu [0xFFFFFFF8], xmm0");    // bytes 0 to 7
        assertEquals(1, cpu.get(SystemRegister.DR6) & 0xF);
    }
}
