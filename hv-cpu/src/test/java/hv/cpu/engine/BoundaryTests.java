package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Interruptibility;
import hv.api.x86.PinBasedControls;
import hv.api.x86.PrimaryControls;
import hv.api.x86.Rflags;
import hv.cpu.platform.VirtualClock;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers.Activity;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The events between two instructions, and their order. */
class BoundaryTests extends EngineTests {
    @BeforeEach
    void incrementForEver() {
        code("again: times 8 inc eax; jmp again");
        code(0x2_0000, "again: times 3 inc ebx; jmp again");
    }

    private void enableInterrupts() { cpu.flags.others |= Rflags.IF; }

    @Test
    void anInterruptComesAfterTheInstructionThatRaisesIt() {
        enableInterrupts();
        clock.alarm(() -> interruptPin = true).at(3);
        runTo(20);
        assertEquals(List.of("interrupt 48 at 10003 after 3"), log);
    }

    @Test
    void aDisabledInterruptWaits() {
        interruptPin = true;
        runTo(20);
        assertEquals(List.of(), log);
    }

    @Test
    void stiDelaysInterruptsByOneInstruction() {
        code("inc eax; sti; inc eax; inc eax");
        interruptPin = true;
        runTo(4);
        assertEquals(List.of("interrupt 48 at 10003 after 3"), log);
    }

    @Test
    void aHaltedProcessorSkipsToTheNextAlarm() {
        code("inc eax; hlt; inc eax; inc eax");
        enableInterrupts();
        clock.alarm(() -> interruptPin = true).at(1_000_000);
        runTo(3);
        assertEquals(List.of("interrupt 48 at 10002 after 2"), log);
        assertEquals(1_000_001, clock.ticks());
    }

    @Test
    void whatComesWhileAHaltedProcessorRestsComesBeforeTheAlarm() {
        code("inc eax; hlt; inc eax; inc eax");
        enableInterrupts();
        clock.alarm(() -> log.add("alarm")).at(1_000_000);
        rest = ticks -> {
            log.add("rests " + ticks);
            interruptPin = true;
            return true;
        };
        runTo(3);
        assertEquals(List.of("rests 999998", "interrupt 48 at 10002 after 2"), log);
        assertEquals(3, clock.ticks());
    }

    @Test
    void withNothingToWaitForAHaltedProcessorStops() {
        code("hlt");
        assertEquals(Stop.HALTED, runTo(10));
        assertEquals(CODE + 1, cpu.rip);
    }

    @Test
    void anNmiWakesAHaltedProcessorWithoutInterruptsEnabled() {
        code("hlt; inc eax");
        assertEquals(Stop.HALTED, runTo(10));
        cpu.nmiPending = true;
        assertEquals(Stop.LIMIT, runTo(2));
        assertEquals(List.of("nmi at 10001 after 1"), log);
    }

    /** Calls {@code what} once a second for ever, like a periodic timer whose interrupts are masked. */
    private void tickForEver(Runnable what) {
        var alarms = new VirtualClock.Alarm[1];
        alarms[0] = clock.alarm(() -> {
            what.run();
            alarms[0].at(clock.ticks() + 1_000_000_000);
        });
        alarms[0].at(1_000_000_000);
    }

    @Test
    void aPeriodicTimerDoesNotKeepAProcessorThatHeedsNoInterrupts() {
        code("hlt; inc eax");
        tickForEver(() -> interruptPin = true);
        assertEquals(Stop.HALTED, runTo(2));
        assertEquals(List.of(), log);
        assertEquals(10_000_000_000L, clock.ticks());
    }

    @ParameterizedTest @EnumSource(names = {"HLT", "MWAIT", "WAIT_FOR_SIPI", "SHUTDOWN"})
    void norDoesItKeepAGuest(Activity activity) {
        cpu.vmx.nonRoot = true;
        cpu.activity = activity;
        cpu.monitorArmed = true;
        tickForEver(() -> interruptPin = true);
        assertEquals(Stop.HALTED, runTo(2));
        assertEquals(List.of(), log);
    }

    @Test
    void norOneThatWaitsForAStore() {
        cpu.activity = Activity.MWAIT;
        cpu.monitorArmed = true;
        tickForEver(() -> interruptPin = true);
        assertEquals(Stop.HALTED, runTo(2));
    }

    @Test
    void norOneThatWaitsBeforeAnX87Instruction() {
        cpu.activity = Activity.FROZEN;
        tickForEver(() -> interruptPin = true);
        assertEquals(Stop.FROZEN, runTo(2));
    }

    @Test
    void aGuestWhoseInterruptsExitHeedsThem() {
        cpu.vmx.nonRoot = true;
        cpu.vmx.pin = PinBasedControls.EXTERNAL_INTERRUPT_EXITING;
        cpu.activity = Activity.HLT;
        tickForEver(() -> interruptPin = clock.ticks() >= 60_000_000_000L);
        assertEquals(Stop.VM_EXIT, runTo(2));
        assertEquals(List.of("exit 1 at 10000 after 0"), log);
    }

    @Test
    void theVmxPreemptionTimerEndsTheWaitHoweverLong() {
        cpu.vmx.nonRoot = true;
        cpu.vmx.preemptionTick = 60_000_000_000L;
        cpu.activity = Activity.HLT;
        tickForEver(() -> interruptPin = true);
        assertEquals(Stop.VM_EXIT, runTo(2));
        assertEquals(List.of("exit 52 at 10000 after 0"), log);
    }

    @Test
    void aPeriodicTimerCanWakeItByAnNmi() {
        code("hlt; inc eax");
        tickForEver(() -> cpu.nmiPending = clock.ticks() >= 5_000_000_000L);
        assertEquals(Stop.LIMIT, runTo(2));
        assertEquals(List.of("nmi at 10001 after 1"), log);
    }

    @Test
    void aProcessorThatHeedsInterruptsIsHaltedAsLongAsItTakes() {
        code("inc eax; hlt; inc eax; inc eax");
        enableInterrupts();
        tickForEver(() -> interruptPin = clock.ticks() >= 60_000_000_000L);
        runTo(3);
        assertEquals(List.of("interrupt 48 at 10002 after 2"), log);
    }

    @Test
    void aBlockedNmiWaits() {
        cpu.nmiPending = true;
        cpu.interruptibility = Interruptibility.BLOCKING_BY_NMI;
        runTo(20);
        assertEquals(List.of(), log);
    }

    @Test
    void theTrapFlagTrapsAfterEachInstruction() {
        cpu.flags.others |= Rflags.TF;
        runTo(3);
        assertEquals(List.of("exception 1 at 10001 after 1"), log);
    }

    @Test
    void intoIsTrappedWhereItDeliversNothing() {
        code("into; inc eax; inc eax");
        cpu.flags.others |= Rflags.TF;
        runTo(2);
        assertEquals(List.of("exception 1 at 10001 after 1"), log);
    }

    @Test
    void whatDeliversAnEventByItselfIsNotTrapped() {
        code("into; inc eax; inc eax");
        cpu.flags.setStatus(Rflags.OF);
        cpu.flags.others |= Rflags.TF;
        runTo(2);
        assertEquals(List.of(), log);
    }

    @Test
    void theTrapFlagTrapsAfterEachIterationOfARepeatedInstruction() {
        code("rep stosb");
        cpu.r[1] = 5;
        cpu.r[7] = 0x3_0000;
        cpu.flags.others |= Rflags.TF;
        runTo(2);
        assertEquals(List.of("exception 1 at 10000 after 1"), log);
        assertEquals(4, cpu.r[1]);
    }

    @Test
    void aPendingDebugExceptionWaitsForTheInstructionAfterMovSs() {
        cpu.pendingDebug = 1 << 14;
        cpu.interruptibility = Interruptibility.BLOCKING_BY_MOV_SS;
        runTo(3);
        assertEquals(List.of("exception 1 at 10001 after 1"), log);
    }

    @Test
    void anExecutionBreakpointFaultsBeforeItsInstruction() {
        cpu.dr[1] = CODE + 2;
        cpu.dr[7] = 0x404;
        runTo(4);
        assertEquals(List.of("exception 1 at 10002 after 2"), log);
    }

    @Test
    void theResumeFlagLetsOneInstructionPass() {
        cpu.dr[1] = CODE;
        cpu.dr[7] = 0x404;
        cpu.flags.others |= Rflags.RF;
        runTo(9);
        assertEquals(List.of(), log);
        runTo(10);
        assertEquals(List.of("exception 1 at 10000 after 9"), log);
    }

    @Test
    void aProcessorThatWaitsForStartupIgnoresTimerNmiAndInterrupts() {
        cpu.vmx.nonRoot = true;
        cpu.vmx.preemptionTick = 0;
        cpu.nmiPending = true;
        interruptPin = true;
        enableInterrupts();
        cpu.activity = Activity.WAIT_FOR_SIPI;
        assertEquals(Stop.HALTED, runTo(100));
        assertEquals(List.of(), log);
    }

    @Test
    void thePreemptionTimerEndsTheGuestAtItsTick() {
        cpu.vmx.nonRoot = true;
        cpu.vmx.preemptionTick = 7;
        assertEquals(Stop.VM_EXIT, runTo(100));
        assertEquals(List.of("exit 52 at 10007 after 7"), log);
    }

    @Test
    void theMonitorTrapFlagExitsAfterOneInstruction() {
        cpu.vmx.nonRoot = true;
        cpu.vmx.primary = PrimaryControls.MONITOR_TRAP_FLAG;
        assertEquals(Stop.VM_EXIT, runTo(100));
        assertEquals(List.of("exit 37 at 10001 after 1"), log);
    }

    @Test
    void anInterruptWindowOpensWhenInterruptsAreEnabled() {
        cpu.vmx.nonRoot = true;
        cpu.vmx.primary = PrimaryControls.INTERRUPT_WINDOW_EXITING;
        code("inc eax; sti; inc eax; inc eax");
        assertEquals(Stop.VM_EXIT, runTo(100));
        assertEquals(List.of("exit 7 at 10003 after 3"), log);
    }

    @Test
    void anExternalInterruptExitsWhateverTheInterruptFlagIs() {
        cpu.vmx.nonRoot = true;
        cpu.vmx.pin = PinBasedControls.EXTERNAL_INTERRUPT_EXITING;
        clock.alarm(() -> interruptPin = true).at(2);
        assertEquals(Stop.VM_EXIT, runTo(100));
        assertEquals(List.of("exit 1 at 10002 after 2"), log);
    }

    @Test
    void theTimerComesBeforeAnExternalInterrupt() {
        cpu.vmx.nonRoot = true;
        cpu.vmx.pin = PinBasedControls.EXTERNAL_INTERRUPT_EXITING;
        cpu.vmx.preemptionTick = 2;
        clock.alarm(() -> interruptPin = true).at(2);
        runTo(100);
        assertEquals(List.of("exit 52 at 10002 after 2"), log);
    }

    @Test
    void theBreakpointStopsBeforeItsInstruction() {
        runTo(25);
        engine.breakAt(CODE + 6);
        assertEquals(Stop.BREAKPOINT, runTo(100));
        assertEquals(CODE + 6, cpu.rip);
        assertEquals(6 + 18 + 9, engine.retired());
        engine.breakAt(Engine.NO_BREAKPOINT);
        assertEquals(Stop.LIMIT, runTo(100));
    }

    @Test
    void pauseStopsARunThatHasNoEndOfItsOwn() {
        clock.alarm(engine::pause).at(50);
        assertEquals(Stop.PAUSED, engine.run());
        assertEquals(50, engine.retired());
    }

    @Test
    void pauseStopsAHaltedProcessorThatAlarmsDoNotWake() {
        code("hlt");
        var alarm = new VirtualClock.Alarm[1];
        alarm[0] = clock.alarm(() -> {
            alarm[0].at(clock.ticks() + 100);
            if (clock.ticks() > 1000) engine.pause();
        });
        alarm[0].at(50);
        assertEquals(Stop.PAUSED, engine.run());
        assertEquals(1, engine.retired());
    }

    @Test
    void shutdownOutsideNonRootOperationStops() {
        cpu.activity = Activity.SHUTDOWN;
        assertEquals(Stop.SHUTDOWN, runTo(100));
        assertEquals(0, engine.retired());
        assertEquals(0, cpu.r[Cpu.RAX]);
    }
}
