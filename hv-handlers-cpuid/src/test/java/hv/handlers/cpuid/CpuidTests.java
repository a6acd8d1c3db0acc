package hv.handlers.cpuid;

import static hv.handlers.cpuid.Machines.HYPERVISOR;
import static hv.handlers.cpuid.Machines.RDRAND;
import static hv.handlers.cpuid.Machines.VMX;
import static hv.handlers.cpuid.Machines.ask;
import static hv.handlers.cpuid.Machines.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuidTests extends ExitHandlerContract {
    @Override protected ExitHandler handler() { return new Cpuid(); }
    @Override protected FakeVm machine() { return plain(); }

    @Test void answersStartFromTheMachinesOwn() {
        assertEquals(new CpuidResult(0, 0x0014_0481, 0, 0), ask(plain(), 7, 0));
        assertEquals(0x50654, ask(plain(), 1, 0).eax());
    }

    @Test void xsetbvIsLeftToTheProcessor() {
        var vm = plain();
        var cpuid = new Cpuid();
        cpuid.attach(vm);
        assertEquals(Outcome.NATIVE, cpuid.handle(new VmExit.Xsetbv(0, 3), vm.vcpu(), (_, _) -> { throw new AssertionError("nobody else is asked"); }));
    }

    @Test void leafWithoutSubleavesIgnoresEcx() {
        assertEquals(ask(plain(), 1, 0), ask(plain(), 1, 77));
    }

    @Test void vmxIsHiddenAndTheHypervisorShown() {
        assertEquals(RDRAND | HYPERVISOR, ask(plain(), 1, 0).ecx());
    }

    @Test void vmxCanBeShown() {
        assertEquals(RDRAND | HYPERVISOR | VMX, ask(plain().with("show", "vmx"), 1, 0).ecx());
    }

    @Test void featuresAreHiddenByName() {
        var vm = plain().with("hide", "rdrand, smap");
        assertEquals(HYPERVISOR, ask(vm, 1, 0).ecx());
        assertEquals(0x0004_0481, ask(vm, 7, 0).ebx());
    }

    @Test void maskKeepsBitsAndOverrideReplacesARegister() {
        var vm = plain().with("mask", "7.0:ebx=0xFFFF").with("override", "1:eax=0x306C3");
        assertEquals(0x0481, ask(vm, 7, 0).ebx());
        assertEquals(0x306C3, ask(vm, 1, 0).eax());
    }

    @Test void hypervisorLeavesTellSignatureAndHypercallVersion() {
        assertEquals(CpuidResult.signature(0x4000_0001, "hv VT-x Java"), ask(plain(), 0x4000_0000, 0));
        assertEquals(new CpuidResult(1, 0, 0, 0), ask(plain(), 0x4000_0001, 0));
        assertEquals(CpuidResult.ZERO, ask(plain(), 0x4000_0002, 0));
    }

    @Test void signatureCanBeChosen() {
        assertEquals(CpuidResult.signature(0x4000_0001, "JavaJavaJava"), ask(plain().with("signature", "JavaJavaJava"), 0x4000_0000, 0));
    }

    @Test void hypervisorCanBeHidden() {
        var vm = plain().with("hypervisor", "false");
        vm.processor().cpuid(0x4000_0000, 0, 1, 2, 3, 4);
        assertEquals(RDRAND, ask(vm, 1, 0).ecx());
        assertEquals(new CpuidResult(1, 2, 3, 4), ask(vm, 0x4000_0000, 0));
    }

    @Test void showingWhatTheMachineLacksIsRefused() {
        var refused = assertThrows(IllegalArgumentException.class, () -> ask(plain().with("show", "avx2,aes"), 1, 0));
        assertEquals("this processor lacks aes, avx2; add force=true to show what is not there", refused.getMessage());
    }

    @Test void overridingWithWhatTheMachineLacksIsRefused() {
        var refused = assertThrows(IllegalArgumentException.class, () -> ask(plain().with("override", "1:ecx=0x80000001"), 1, 0));
        assertEquals("this processor lacks sse3; add force=true to show what is not there", refused.getMessage());
    }

    @Test void forceShowsWhatTheMachineLacksAndWarns() {
        var vm = plain().with("show", "avx2").with("force", "true");
        assertEquals(0x0014_04A1, ask(vm, 7, 0).ebx());
        assertEquals(List.of("shows features that this processor lacks, so their instructions fault: avx2"), vm.warnings());
    }

    @Test void foreignProfileReplacesAllLeavesButShowsNoFeatureThatTheMachineLacks() {
        var vm = plain().with("profile", "skylake-2015");
        assertEquals(0x506E3, ask(vm, 1, 0).eax());
        assertEquals(RDRAND | HYPERVISOR, ask(vm, 1, 0).ecx());
        assertEquals(0x0014_0481 & 0x029C_6FBB, ask(vm, 7, 0).ebx());
        assertEquals(CpuidResult.ZERO, ask(vm, 0xD, 0));
        assertTrue(vm.warnings().getFirst().startsWith("leaves out features of 'skylake-2015' that this processor lacks (force=true shows them): "),
                vm.warnings().getFirst());
    }

    @Test void forcedForeignProfileIsShownWhole() {
        var vm = plain().with("profile", "skylake-2015").with("force", "true").with("show", "vmx");
        assertEquals(0x7FFA_FBBF & ~(1 << 6) & ~Machines.OSXSAVE | HYPERVISOR, ask(vm, 1, 0).ecx());
        assertEquals(0x029C_6FBB, ask(vm, 7, 0).ebx());
    }
}
