package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.Device;
import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.machine.Machine;
import hv.api.machine.MmioDevice;
import hv.api.machine.Registration;
import hv.api.x86.Access;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.core.report.Ending;
import hv.testkit.GuestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Watches on pages that are special: to the processor, to a device, or to the plugin that changes its mind. */
class WatchTests {
    private static final List<String> SEEN = new ArrayList<>();

    private abstract static class Watch implements ExitHandler {
        private final long page;
        private final Access kinds;

        Watch(long page, Access kinds) {
            this.page = page;
            this.kinds = kinds;
        }

        @Override public Stage stage() { return Stage.OBSERVE; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.memory(new Gpa(page), 0x1000, kinds)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            if (exit instanceof VmExit.EptViolation violation) SEEN.add(violation.address() + " " + violation.accesses());
            return next.handle(exit, vcpu);
        }
    }

    static final class Code extends Watch {
        Code() { super(GuestRun.CODE, Access.EXECUTE); }
    }

    static final class EverythingOfTheCode extends Watch {
        EverythingOfTheCode() { super(GuestRun.CODE, Access.ALL); }
    }

    static final class InterruptTable extends Watch {
        InterruptTable() { super(0x20_0000, Access.ALL); }
    }

    static final class PageTables extends Watch {
        PageTables() { super(0x20_0000, Access.ALL); }
    }

    static final class DevicePage extends Watch {
        DevicePage() { super(0x30_0000, Access.ALL); }
    }

    @Test void anEndlessLoopThatIsWatchedReachesTheLimit() {
        assertEquals(new Ending.LimitReached(1_000), GuestRun.asm64("jmp $").with(Code::new).limit(1_000).run().ending());
    }

    @Test void timePassesForAWatchedLoop() {
        var end = GuestRun.asm64("rdtsc; lea ebx, [rax+500]; again: rdtsc; cmp eax, ebx; jb again; hlt").with(Code::new).limit(100_000).run();
        assertEquals(new Ending.Halted(), end.ending());
    }

    @Test void anInstructionThatReadsItsOwnWatchedPageIsSeenForEachKindOfAccess() {
        SEEN.clear();
        var end = GuestRun.asm64("mov eax, [rel number]; hlt; number: dd 0x1234").with(EverythingOfTheCode::new).run();
        assertEquals(0x1234, end.get(Gpr.RAX));
        assertEquals(List.of("guest-physical 100000H --x", "guest-physical 100007H r--", "guest-physical 100006H --x"), SEEN);
    }

    @Test void anInterruptTableMayBeWatched() {
        var text = """
                        mov rsp, 0x180000
                        mov edi, 0x200000 + 3*16
                        lea rax, [rel handler]
                        mov [rdi], ax
                        mov word [rdi+2], cs
                        mov word [rdi+4], 0x8E00
                        shr rax, 16
                        mov [rdi+6], eax
                        lidt [rel idtr]
                        int3
                        hlt
                handler: mov ebx, 77
                        iretq
                idtr:   dw 0xFFF
                        dq 0x200000
                """;
        var plain = GuestRun.asm64(text).run();
        assertEquals(plain.registers(), GuestRun.asm64(text).with(InterruptTable::new).run().registers());
    }

    @Test void pageTablesMayBeWatchedAndTheirFlagsAreSet() {
        var text = """
                        mov edi, 0x200000
                        mov dword [rdi], 0x201003
                        mov dword [rdi+0x1000], 0x83
                        mov cr3, rdi
                        mov eax, [rdi]
                        mov ebx, [rdi+0x1000]
                        hlt
                """;
        var plain = GuestRun.asm64(text).run();
        assertEquals(0x20, plain.get(Gpr.RAX) & 0x20);
        assertEquals(plain.registers(), GuestRun.asm64(text).with(PageTables::new).run().registers());
    }

    /** Reads give how often the register has been read. */
    static final class Counting implements Device {
        private long reads;
        @Override public void plugIn(Machine machine) {
            machine.mmio(new Gpa(0x30_0000), 0x1000, new MmioDevice() {
                @Override public long read(long offset, int bytes) { return ++reads; }
                @Override public void write(long offset, int bytes, long value) { SEEN.add("written " + value); }
            });
        }
    }

    @Test void aDevicesPageMayBeWatchedAndTheDeviceIsAskedOnce() {
        SEEN.clear();
        var end = GuestRun.asm64("mov ebx, 0x300000; mov eax, [rbx]; mov ecx, [rbx]; add dword [rbx], 5; hlt").with(Counting::new).with(DevicePage::new).run();
        assertEquals(1, end.get(Gpr.RAX));
        assertEquals(2, end.get(Gpr.RCX));
        assertEquals("written 8", SEEN.getLast());
    }

    /** Registers a watch of the code in its own exit, and closes it in the watch's. */
    static final class Fickle implements ExitHandler {
        private VirtualMachine vm;
        private Registration watch;
        private int calls;

        @Override public void attach(VirtualMachine machine) { vm = machine; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.every(ExitReason.RDTSC)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            if (exit instanceof VmExit.EptViolation) {
                watch.close();
                calls++;
            } else {
                watch = vm.intercept(Intercept.memory(new Gpa(GuestRun.CODE), 0x1000, Access.EXECUTE), this);
            }
            var outcome = next.handle(exit, vcpu);
            if (calls > 2) vcpu.set(Gpr.R15, calls);
            return outcome;
        }
    }

    @Test void aWatchMayBeMadeAndClosedInItsOwnExit() {
        var end = GuestRun.asm64("xor r15, r15; rdtsc; nop; rdtsc; nop; rdtsc; nop; mov rbx, r15; hlt").with(Fickle::new).run();
        assertEquals(3, end.get(Gpr.RBX));
    }

    /** Steps over each instruction of the watched code. */
    static final class Stepping extends Watch {
        Stepping() { super(GuestRun.CODE, Access.EXECUTE); }
        @Override public Stage stage() { return Stage.EMULATE; }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            long from = vcpu.rip();
            return Outcome.step(after -> SEEN.add(Long.toHexString(from) + "-" + Long.toHexString(after.rip())));
        }
    }

    @Test void aStepOverAWatchedInstructionEndsBeforeTheNext() {
        SEEN.clear();
        GuestRun.asm64("nop; mov eax, 5; cpuid; hlt").with(Stepping::new).run();
        assertEquals(List.of("100000-100001", "100001-100006"), SEEN.subList(0, 2));
    }
}
