package hv.core.guest;

import hv.api.MemoryTranslator;
import hv.api.VmPlugin;
import hv.api.x86.Cr0;
import hv.api.x86.Hpa;
import hv.api.x86.VmcsField;
import hv.core.config.ConsoleEnd;
import hv.core.ept.GuestSpace;
import hv.core.ept.OpenPages;
import hv.core.ept.SpaceMemory;
import hv.core.guest.completion.Exemptions;
import hv.core.guest.completion.Natively;
import hv.core.guest.completion.Stepper;
import hv.core.guest.entry.Delivery;
import hv.core.guest.entry.Interceptions;
import hv.core.guest.entry.VirtualApicPage;
import hv.core.guest.entry.VirtualInterrupts;
import hv.core.guest.state.Bitmaps;
import hv.core.guest.state.GuestCapabilities;
import hv.core.guest.state.GuestCpu;
import hv.core.guest.state.GuestMemoryAccess;
import hv.core.guest.state.GuestTimeStamp;
import hv.core.guest.state.ShadowedRegisters;
import hv.core.guest.state.Translations;
import hv.core.guest.state.Vmcs;
import hv.core.host.FrameAllocator;
import hv.core.host.HostBoot;
import hv.core.host.HostTables;
import hv.core.host.VmxOperation;
import hv.core.machine.Board;
import hv.core.report.Narrator;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import java.time.Instant;
import java.util.Comparator;

/** A processor in VMX operation with a current VMCS, and the parts of a virtual processor on it, for tests of one of them. Its guest never runs. */
public final class Bench implements AutoCloseable {
    public static final long GUEST_BYTES = 8 << 20;

    public final Ram ram = new Ram(2 * GUEST_BYTES);
    public final VirtualClock clock = new VirtualClock();
    public final LogicalProcessor cpu;
    public final FrameAllocator frames = new FrameAllocator(ram, new Hpa(GUEST_BYTES));
    public final Board board = new Board(ConsoleEnd.NONE, clock, Instant.EPOCH);
    public final Vmcs vmcs;
    public final GuestCapabilities capabilities;
    public final Bitmaps bitmaps;
    public final ShadowedRegisters shadowed;
    public final Interceptions interceptions;
    public final GuestSpace space;
    public final GuestTimeStamp time;
    public final VirtualInterrupts interrupts;
    public final Delivery delivery;
    public final GuestCpu guest;
    public final OpenPages pages;
    public final Stepper stepper;
    public final Exemptions exemptions;
    public final Natively natively;

    public Bench() { this(ProcessorProfiles.REFERENCE); }

    /** @param profile name of the processor */
    public Bench(String profile) {
        cpu = LogicalProcessor.create(ProcessorProfiles.load(profile), ram, Bus.EMPTY, clock);
        HostBoot.boot(cpu, new HostTables(ram, frames));
        enter(new VmxOperation(cpu, frames, Narrator.SILENT));
        vmcs = new Vmcs(cpu);
        capabilities = new GuestCapabilities(cpu);
        bitmaps = new Bitmaps(ram, frames);
        shadowed = new ShadowedRegisters(capabilities);
        interceptions = new Interceptions(capabilities, bitmaps, shadowed);
        space = new GuestSpace(cpu, frames, board.mmio(), GUEST_BYTES, Comparator.comparing(MemoryTranslator::stage).thenComparing(VmPlugin::id));
        time = new GuestTimeStamp(cpu, vmcs, capabilities);
        interrupts = new VirtualInterrupts(cpu, board, space, new VirtualApicPage(ram, vmcs, frames, capabilities, interceptions, space), time, () -> {});
        delivery = new Delivery(cpu, vmcs, interrupts, interceptions);
        guest = new GuestCpu(cpu, vmcs, new GuestMemoryAccess(cpu, space, new SpaceMemory(space, ram)), interrupts, new Translations(cpu, 0));
        pages = new OpenPages(space);
        stepper = new Stepper(interceptions);
        exemptions = new Exemptions(cpu, guest, pages, stepper);
        natively = new Natively(cpu, vmcs, interrupts, exemptions);
        interrupts.start();
        vmcs.set(VmcsField.GUEST_CR0, Cr0.PE);
    }

    private void enter(VmxOperation operation) {
        operation.enter();
        var region = operation.region();
        VmxOperation.expect("VMCLEAR", cpu.vmclear(region));
        VmxOperation.expect("VMPTRLD", cpu.vmptrld(region));
    }

    @Override public void close() { ram.close(); }
}
