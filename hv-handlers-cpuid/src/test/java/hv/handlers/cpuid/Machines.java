package hv.handlers.cpuid;

import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.testkit.FakeVcpu;
import hv.testkit.FakeVm;

/** Machines to ask. */
final class Machines {
    static final int VMX = 1 << 5, XSAVE = 1 << 26, OSXSAVE = 1 << 27, RDRAND = 1 << 30, HYPERVISOR = 1 << 31;

    private Machines() {}

    /** A processor with VMX, RDRAND and leaf 0 to 7, and no XSAVE. */
    static FakeVm plain() {
        var vm = new FakeVm();
        vm.processor().cpuid(0, 0, 7, 0x756E6547, 0x6C65746E, 0x49656E69).cpuid(1, 0, 0x50654, 0x0001_0800, VMX | RDRAND, 0x000BF9FE)
                .cpuid(7, 0, 0, 0x0014_0481, 0, 0);
        return vm;
    }

    /** A processor with XSAVE and the components of a Core i7-6700K. */
    static FakeVm withXsave() {
        var vm = plain();
        vm.processor().cpuid(1, 0, 0x506E3, 0x0010_0800, 0x7FFA_FBBF, 0xBFEB_FBFF).cpuid(0xD, 0, 0x1F, 0x440, 0x440, 0)
                .cpuid(0xD, 1, 0xF, 0x3C0, 0x100, 0).cpuid(0xD, 2, 0x100, 0x240, 0, 0).cpuid(0xD, 3, 0x40, 0x3C0, 0, 0)
                .cpuid(0xD, 4, 0x40, 0x400, 0, 0).cpuid(7, 0, 0, 0x029C_6FBB, 1 << 3, 0);
        return vm;
    }

    static CpuidResult ask(FakeVm vm, FakeVcpu vcpu, int leaf, int subleaf) {
        var cpuid = new Cpuid();
        cpuid.attach(vm);
        var outcome = cpuid.handle(new VmExit.Cpuid(leaf, subleaf), vcpu, (_, _) -> { throw new AssertionError("nobody else is asked"); });
        return ((Outcome.Cpuid) outcome).answer();
    }

    static CpuidResult ask(FakeVm vm, int leaf, int subleaf) { return ask(vm, vm.vcpu(), leaf, subleaf); }
}
