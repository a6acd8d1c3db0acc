package hv.cpu.system;

import static hv.cpu.decode.Mnemonic.*;

import hv.cpu.decode.Mnemonic;
import hv.cpu.semantics.Operation;
import hv.cpu.state.Segment;
import java.util.EnumMap;
import java.util.Map;

/** The operations of the system instructions, by mnemonic. FXSAVE, XSAVE and the like are in {@code hv.cpu.x87}. */
public final class SystemOperations {
    private final Map<Mnemonic, Operation> table = new EnumMap<>(Mnemonic.class);

    private SystemOperations() {
        segments();
        descriptorTables();
        transfers();
        registers();
        ports();
        rest();
    }

    /** Operations by mnemonic; unmodifiable. */
    public static Map<Mnemonic, Operation> table() { return Map.copyOf(new SystemOperations().table); }

    private void bind(Mnemonic mnemonic, Operation operation) { table.put(mnemonic, operation); }

    private void segments() {
        bind(MOV_TO_SEG, SegmentMoves::load); bind(MOV_FROM_SEG, SegmentMoves::store);
        bind(PUSH_SEG, SegmentMoves::push); bind(POP_SEG, SegmentMoves::pop);
        bind(LES, SegmentMoves.farPointer(Segment.ES)); bind(LSS, SegmentMoves.farPointer(Segment.SS));
        bind(LDS, SegmentMoves.farPointer(Segment.DS)); bind(LFS, SegmentMoves.farPointer(Segment.FS));
        bind(LGS, SegmentMoves.farPointer(Segment.GS));
        bind(RDFSBASE, SegmentBases.read(Segment.FS)); bind(RDGSBASE, SegmentBases.read(Segment.GS));
        bind(WRFSBASE, SegmentBases.write(Segment.FS)); bind(WRGSBASE, SegmentBases.write(Segment.GS));
        bind(SWAPGS, SegmentBases::swapgs);
    }

    private void descriptorTables() {
        bind(SGDT, TableRegisters::sgdt); bind(SIDT, TableRegisters::sidt); bind(LGDT, TableRegisters::lgdt); bind(LIDT, TableRegisters::lidt);
        bind(SLDT, TableRegisters::sldt); bind(STR, TableRegisters::str); bind(LLDT, TableRegisters::lldt); bind(LTR, TableRegisters::ltr);
        bind(LAR, SelectorChecks::lar); bind(LSL, SelectorChecks::lsl); bind(VERR, SelectorChecks::verr); bind(VERW, SelectorChecks::verw);
        bind(ARPL, SelectorChecks::arpl);
    }

    private void transfers() {
        bind(JMP_FAR, FarTransfers::jump); bind(CALL_FAR, FarTransfers::call); bind(RET_FAR, Returns::far); bind(IRET, InterruptReturns::iret);
        bind(INT, SoftwareInterrupts::interrupt); bind(INT1, SoftwareInterrupts::debug); bind(INT3, SoftwareInterrupts::breakpoint);
        bind(INTO, SoftwareInterrupts::overflow);
        bind(UD0, SoftwareInterrupts::undefined); bind(UD1, SoftwareInterrupts::undefined); bind(UD2, SoftwareInterrupts::undefined);
        bind(SYSCALL, FastCalls::syscall); bind(SYSRET, FastCalls::sysret); bind(SYSENTER, FastCalls::sysenter); bind(SYSEXIT, FastCalls::sysexit);
    }

    private void registers() {
        bind(MOV_TO_CR, ControlRegisterMoves::write); bind(MOV_FROM_CR, ControlRegisterMoves::read);
        bind(LMSW, ControlRegisterMoves::lmsw); bind(SMSW, ControlRegisterMoves::smsw); bind(CLTS, ControlRegisterMoves::clts);
        bind(MOV_TO_DR, DebugRegisters::write); bind(MOV_FROM_DR, DebugRegisters::read);
        bind(RDMSR, MsrAccess::rdmsr); bind(WRMSR, MsrAccess::wrmsr); bind(CPUID, Cpuid::cpuid);
        bind(RDTSC, Time::rdtsc); bind(RDTSCP, Time::rdtscp); bind(RDPMC, Time::rdpmc);
        bind(XGETBV, ExtendedControl::get); bind(XSETBV, ExtendedControl::set);
    }

    private void ports() {
        bind(IN, Ports::in); bind(OUT, Ports::out); bind(INS, Ports::ins); bind(OUTS, Ports::outs);
    }

    private void rest() {
        bind(CLI, FlagControl::cli); bind(STI, FlagControl::sti); bind(CLAC, FlagControl::clac); bind(STAC, FlagControl::stac);
        bind(HLT, Waiting::hlt); bind(MONITOR, Waiting::monitor); bind(MWAIT, Waiting::mwait); bind(PAUSE, Waiting::pause);
        bind(INVLPG, Caches::invlpg); bind(INVPCID, Caches::invpcid); bind(WBINVD, Caches::flush); bind(INVD, Caches::flush);
        bind(CLFLUSH, Caches::clflush);
        bind(RDRAND, RandomNumbers::draw); bind(RDSEED, RandomNumbers::draw);
    }
}
