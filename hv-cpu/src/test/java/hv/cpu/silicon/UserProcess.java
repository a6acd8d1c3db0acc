package hv.cpu.silicon;

import hv.api.x86.AccessRights;
import hv.api.x86.Cr4;
import hv.cpu.platform.Ram;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.Segment;
import hv.cpu.x87.XsaveFeatures;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A processor of this project set up as Linux sets up the host's for a process: long mode with the same regions mapped, Linux' GDT, privilege
 * level 3. The handler of each event is one HLT, at an address of its own.
 */
final class UserProcess {
    static final int RAM_BYTES = 0x20_0000;
    /** Linear addresses of what no instruction under test can reach begin here; physical ones follow, each of a page. */
    static final long KERNEL = 0xFFFF_FE00_0000_0000L;
    static final int GDT = 0xA000, IDT = 0xB000, LDT = 0xC000, TSS = 0xD000, HANDLERS = 0xE000, STACK = 0xF000, TABLES = 0x10_0000;
    /** Behind the handlers of the vectors: where SYSCALL and SYSENTER lead. */
    private static final int SYSCALL = HANDLERS + 0x100, SYSENTER = HANDLERS + 0x110;
    private static final int HLT = 0xF4, PAGE = 0x1000;
    static final long CR0 = 0x8005_0033L, CR4 = 0x5_0668;
    private static final long EFER = 0xD01, STAR = 0x0023_0010L << 32, FLAGS_MASK = 0x4700;
    private static final int IO_MAP_BASE = 0x66, STACK_POINTER = 4;
    private static final long INTERRUPT_GATE = 0x0000_8E00_0010_0000L, USER_GATE = 0x0000_EE00_0010_0000L;

    private final Cpu c;
    private final Ram ram;
    private final boolean localTable, extended;
    private final byte[] memory = new byte[State.MEMORY_BYTES];
    private final List<Integer> pages = new ArrayList<>();

    /** @param localTable there is an LDT; @param extended x87 and SSE state counts */
    UserProcess(Cpu c, boolean localTable, boolean extended) {
        this.c = c;
        this.ram = c.ram;
        this.localTable = localTable;
        this.extended = extended;
        c.cr0 = CR0;
        c.cr4 = CR4 | (c.vmx.nonRoot ? Cr4.VMXE : 0);
        c.efer = EFER;
        c.xcr0 = XsaveFeatures.X87 | XsaveFeatures.SSE;
        c.cr3 = TABLES;
        map();
        descriptors();
        events();
        c.mem.invalidation().all();
    }

    private void map() {
        var tables = new PageTables(ram, TABLES);
        for (Region region : Region.values())
            for (int page = 0; page < region.pages(); page++)
                if (region.protection(page) != 0) map(tables, region.linear + page * PAGE, region.offset() + page * PAGE, flags(region.protection(page)));
        for (int page : new int[] {GDT, IDT, LDT, TSS, HANDLERS, STACK}) map(tables, KERNEL + page, page, PageTables.PRESENT | PageTables.WRITABLE);
        for (long page = TABLES; page < tables.end(); page += PAGE) pages.add((int) page);
        ram.fill(Region.CODE.offset(), 2 * PAGE, (byte) HostProgram.FILLER);
    }

    private void map(PageTables tables, long linear, int physical, long flags) {
        tables.map(linear, physical, flags);
        pages.add(physical);
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
        ram.write(TSS + STACK_POINTER, 8, KERNEL + STACK + PAGE);
        c.segments[Segment.LDTR].load(Tables.LDT, KERNEL + LDT, localTable ? 8 * Tables.localEntries() - 1 : 0, localTable ? 0x82 : AccessRights.UNUSABLE);
    }

    /** Gates that INT n may not use, but for INT3 and INTO. */
    private void events() {
        c.idtBase = KERNEL + IDT;
        c.idtLimit = 0xFFF;
        for (int vector = 0; vector < 256; vector++) {
            long handler = KERNEL + HANDLERS + vector, gate = vector == 3 || vector == 4 ? USER_GATE : INTERRUPT_GATE;
            ram.write(IDT + 16 * vector, 8, gate | handler & 0xFFFF | (handler >>> 16 & 0xFFFF) << 48);
            ram.write(IDT + 16 * vector + 8, 8, handler >>> 32);
        }
        ram.fill(HANDLERS, PAGE, (byte) HLT);
        c.star = STAR;
        c.lstar = KERNEL + SYSCALL;
        c.fmask = FLAGS_MASK;
        c.sysenterCs = Tables.KERNEL_CODE;
        c.sysenterEip = KERNEL + SYSENTER;
        c.sysenterEsp = KERNEL + STACK + PAGE;
    }

    /** Physical addresses of all pages in use: those of the process, of the tables of its processor, and of its paging structures. */
    List<Integer> pages() { return pages; }

    /** Where the bytes of an instruction are. */
    static long physical(State before) {
        return before.get(State.RIP) + Tables.base(before.selector(State.CS)) - Region.CODE.linear + Region.CODE.offset();
    }

    /** @param region where the memory of the state lies */
    void load(State s, Region region) {
        for (int i = 0; i < 16; i++) c.r[i] = s.register(i);
        c.rip = s.get(State.RIP);
        c.flags.setImage((int) s.get(State.RFLAGS));
        c.activity = Activity.ACTIVE;
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

    void save(State s, Region region) {
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
    }

    /** Empties the memory of a case. */
    void clear(State before) {
        ram.fill(Region.WINDOW.offset(), Region.WINDOWS_BYTES, (byte) 0);
        ram.fill(physical(before), State.CODE_BYTES, (byte) HostProgram.FILLER);
    }
}
