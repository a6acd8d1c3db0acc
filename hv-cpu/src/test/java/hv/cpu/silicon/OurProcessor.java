package hv.cpu.silicon;

import static hv.cpu.silicon.Vectors.PAGE_FAULT;

import hv.api.x86.AccessRights;
import hv.cpu.Operations;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Op;
import hv.cpu.engine.Specialised;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.system.Reset;
import hv.cpu.x87.XsaveFeatures;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The processor of this project, set up as Linux sets up the host's for a process: long mode with the same regions mapped, Linux' GDT, privilege
 * level 3. An instruction is fetched through paging, decoded and executed without the engine; every other one in the form that blocks have when
 * they have run often.
 */
final class OurProcessor implements AutoCloseable {
    private static final long CR0 = 0x8005_0033L, CR4 = 0x5_0668, EFER = 0xD01;
    /** Physical addresses, and the linear ones of tables that no instruction under test can reach. */
    private static final int TABLES = 0x10_0000, GDT = 0x1000, IDT = 0x2000, LDT = 0x3000, TSS = 0x4000, RAM_BYTES = 0x20_0000;
    private static final long KERNEL = 0xFFFF_FE00_0000_0000L;
    private static final int IO_MAP_BASE = 0x66;
    private static final long INTERRUPT_GATE = 0x0000_8E00_0010_0000L, USER_GATE = 0x0000_EE00_0010_0000L;

    private final Specialised specialised = new Specialised(Operations.TABLE);
    private final Decoder decoder = new Decoder();
    private final Ram ram = new Ram(RAM_BYTES);
    private final Cpu c = new Cpu(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, Bus.EMPTY, new VirtualClock());
    private final boolean localTable, extended;
    private final byte[] memory = new byte[State.MEMORY_BYTES];

    /** @param localTable there is an LDT; @param extended x87 and SSE state counts */
    OurProcessor(boolean localTable, boolean extended) {
        this.localTable = localTable;
        this.extended = extended;
        Reset.reset(c);
        c.cr0 = CR0;
        c.cr4 = CR4;
        c.efer = EFER;
        c.xcr0 = XsaveFeatures.X87 | XsaveFeatures.SSE;
        c.cr3 = TABLES;
        map();
        descriptors();
        gates();
        c.mem.invalidation().all();
    }

    private void map() {
        var tables = new PageTables(ram, TABLES);
        for (Region region : Region.values())
            for (int page = 0; page < region.pages(); page++)
                if (region.protection(page) != 0) tables.map(region.linear + page * 0x1000L, region.offset() + page * 0x1000L, flags(region.protection(page)));
        tables.map(KERNEL + GDT, GDT, PageTables.PRESENT | PageTables.WRITABLE);
        tables.map(KERNEL + TSS, TSS, PageTables.PRESENT | PageTables.WRITABLE);
        tables.map(KERNEL + LDT, LDT, PageTables.PRESENT | PageTables.WRITABLE);
        tables.map(KERNEL + IDT, IDT, PageTables.PRESENT | PageTables.WRITABLE);
        ram.fill(Region.CODE.offset(), 0x2000, (byte) HostProgram.FILLER);
    }

    private static long flags(int protection) {
        return PageTables.PRESENT | PageTables.USER | ((protection & Region.WRITE) != 0 ? PageTables.WRITABLE : 0)
                | ((protection & Region.EXECUTE) != 0 ? 0 : PageTables.EXECUTE_DISABLE);
    }

    private void descriptors() {
        c.gdtBase = KERNEL + GDT;
        c.gdtLimit = Tables.GDT_LIMIT;
        for (int i = 0; i < Tables.globalEntries(); i++) ram.write(GDT + 8 * i, 8, Tables.descriptor(8 * i));
        for (int i = 0; i < Tables.localEntries(); i++) ram.write(LDT + 8 * i, 8, Tables.descriptor(Tables.local(i)));
        c.segments[Segment.TR].load(Tables.TSS, KERNEL + TSS, 0x206F, 0x8B);
        ram.write(TSS + IO_MAP_BASE, 2, 0x8000);   // beyond the limit: no port is allowed
        c.segments[Segment.LDTR].load(Tables.LDT, KERNEL + LDT, localTable ? 8 * Tables.localEntries() - 1 : 0, localTable ? 0x82 : AccessRights.UNUSABLE);
    }

    /** Gates that INT n may not use, but for INT3 and INTO. */
    private void gates() {
        c.idtBase = KERNEL + IDT;
        c.idtLimit = 0xFFF;
        for (int vector = 0; vector < 256; vector++) ram.write(IDT + 16 * vector, 8, vector == 3 || vector == 4 ? USER_GATE : INTERRUPT_GATE);
    }

    /** Executes the instruction of a case. @param region where its memory lies */
    void run(State before, Region region, State after) {
        load(before, region);
        after.set(State.VECTOR, State.NONE);
        after.set(State.ERROR, 0);
        try {
            execute(before.get(State.RIP), before.get(State.RIP) + Tables.base(before.selector(State.CS)));
        } catch (GuestException e) {
            c.rip = before.get(State.RIP);
            after.set(State.VECTOR, e.vector);
            after.set(State.ERROR, Math.max(0, e.errorCode));
            if (e.vector == PAGE_FAULT) c.cr2 = e.linear;
        }
        save(after, region);
        ram.fill(physical(before), State.CODE_BYTES, (byte) HostProgram.FILLER);
    }

    private static long physical(State before) {
        return before.get(State.RIP) + Tables.base(before.selector(State.CS)) - Region.CODE.linear + Region.CODE.offset();
    }

    private void execute(long rip, long linear) {
        Op op = decoder.decode(i -> c.mem.fetchedByte(c.mem.fetch(linear + i)), rip, c.codeWidth * 8);
        c.iterations = Long.MAX_VALUE;
        c.rip = op.next;
        if ((rip & 1) != 0) specialised.run(op, c);
        else Operations.TABLE.of(op.mnemonic).run(c, op, op.width, op.dk, op.sk);
    }

    private void load(State s, Region region) {
        for (int i = 0; i < 16; i++) c.r[i] = s.register(i);
        c.rip = s.get(State.RIP);
        c.flags.setImage((int) s.get(State.RFLAGS));
        c.cpl = 3;
        c.cr2 = 0;
        segment(Segment.CS, s.selector(State.CS), Tables.base(s.selector(State.CS)));
        segment(Segment.SS, s.selector(State.SS), Tables.base(s.selector(State.SS)));
        segment(Segment.DS, s.selector(State.DS), Tables.base(s.selector(State.DS)));
        segment(Segment.ES, s.selector(State.ES), Tables.base(s.selector(State.ES)));
        segment(Segment.FS, s.selector(State.FS), s.get(State.FS_BASE));
        segment(Segment.GS, s.selector(State.GS), s.get(State.GS_BASE));
        c.modeChanged();
        if (extended) FxImage.load(s, c);
        copy(s.bytes, State.CODE, physical(s), State.CODE_BYTES);
        copy(s.bytes, State.MEMORY, region.memoryOffset(), State.MEMORY_BYTES);
    }

    private void copy(MemorySegment from, int offset, long physical, int length) {
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, memory, 0, length);
        ram.write(physical, memory, 0, length);
    }

    private void segment(int index, int selector, long base) {
        c.segments[index].load(selector, base, Tables.limit(selector), Tables.rights(selector));
    }

    private void save(State s, Region region) {
        for (int i = 0; i < 16; i++) s.register(i, c.r[i]);
        s.set(State.RIP, c.rip);
        s.set(State.RFLAGS, c.flags.image());
        s.set(State.CR2, c.cr2);
        s.selector(State.CS, c.segments[Segment.CS].selector);
        s.selector(State.SS, c.segments[Segment.SS].selector);
        s.set(State.DS, c.segments[Segment.DS].selector);
        s.set(State.ES, c.segments[Segment.ES].selector);
        s.set(State.FS, c.segments[Segment.FS].selector);
        s.set(State.GS, c.segments[Segment.GS].selector);
        s.set(State.FS_BASE, c.segments[Segment.FS].base);
        s.set(State.GS_BASE, c.segments[Segment.GS].base);
        if (extended) FxImage.save(c, s);
        ram.read(region.memoryOffset(), memory, 0, State.MEMORY_BYTES);
        MemorySegment.copy(memory, 0, s.bytes, ValueLayout.JAVA_BYTE, State.MEMORY, State.MEMORY_BYTES);
        ram.fill(Region.WINDOW.offset(), Region.WINDOWS_BYTES, (byte) 0);
    }

    @Override public void close() { ram.close(); }
}
