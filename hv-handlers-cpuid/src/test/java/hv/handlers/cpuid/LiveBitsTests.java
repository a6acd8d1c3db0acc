package hv.handlers.cpuid;

import static hv.handlers.cpuid.Machines.OSXSAVE;
import static hv.handlers.cpuid.Machines.ask;
import static hv.handlers.cpuid.Machines.plain;
import static hv.handlers.cpuid.Machines.withXsave;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.VmcsField;
import org.junit.jupiter.api.Test;

class LiveBitsTests {
    private static final long CR4_OSXSAVE = 1 << 18, CR4_PKE = 1 << 22;

    @Test void osxsaveFollowsTheGuestsCr4() {
        var vm = withXsave();
        assertEquals(0, ask(vm, vm.vcpu(), 1, 0).ecx() & OSXSAVE);
        assertEquals(OSXSAVE, ask(vm, vm.vcpu().with(VmcsField.GUEST_CR4, CR4_OSXSAVE), 1, 0).ecx() & OSXSAVE);
    }

    @Test void bitOfCr4ThatTheHostOwnsComesFromTheReadShadow() {
        var vm = withXsave();
        var vcpu = vm.vcpu().with(VmcsField.GUEST_CR4, CR4_OSXSAVE).with(VmcsField.CR4_GUEST_HOST_MASK, CR4_OSXSAVE);
        assertEquals(0, ask(vm, vcpu, 1, 0).ecx() & OSXSAVE);
        assertEquals(OSXSAVE, ask(vm, vcpu.with(VmcsField.CR4_READ_SHADOW, CR4_OSXSAVE), 1, 0).ecx() & OSXSAVE);
    }

    @Test void osxsaveStaysClearWhereXsaveIsNotShown() {
        var vm = plain();
        assertEquals(0, ask(vm, vm.vcpu().with(VmcsField.GUEST_CR4, CR4_OSXSAVE), 1, 0).ecx() & OSXSAVE);
    }

    @Test void ospkeFollowsTheGuestsCr4() {
        var vm = withXsave();
        assertEquals(0x08, ask(vm, vm.vcpu(), 7, 0).ecx());
        assertEquals(0x18, ask(vm, vm.vcpu().with(VmcsField.GUEST_CR4, CR4_PKE), 7, 0).ecx());
    }

    @Test void theApicFlagFollowsTheGuestsApic() {
        var vm = plain();
        vm.processor().cpuid(1, 0, 0x50654, 0x1_0800, 0, 0xBFBFE);
        assertEquals(0xBFBFE, ask(vm, vm.vcpu(), 1, 0).edx());
        assertEquals(0xBF9FE, ask(vm, vm.vcpu().apicEnabled(false), 1, 0).edx());
    }

    @Test void apicIdIsTheVirtualProcessorsNumber() {
        var vm = plain();
        assertEquals(0x0501_0800, ask(vm, vm.vcpu(5), 1, 0).ebx());
        assertEquals(5, ask(vm, vm.vcpu(5), 0xB, 1).edx());
    }

    /** The sizes are those that a Core i7-6700K reports for the same XCR0. */
    @Test void sizesOfLeafDFollowXcr0() {
        var vm = withXsave();
        assertEquals(576, ask(vm, vm.vcpu().xcr0(3), 0xD, 0).ebx());
        assertEquals(0x340, ask(vm, vm.vcpu().xcr0(7), 0xD, 0).ebx());
        assertEquals(0x440, ask(vm, vm.vcpu().xcr0(0x1F), 0xD, 0).ebx());
        assertEquals(0x3C0, ask(vm, vm.vcpu().xcr0(0x1F), 0xD, 1).ebx());
    }

    @Test void compactedSizeCountsSupervisorComponentsAndAlignment() {
        var vm = withXsave();
        vm.processor().cpuid(0xD, 8, 0x80, 0, 3, 0);
        assertEquals(576 + 0x100 + 0x80, ask(vm, vm.vcpu().xcr0(7).msr(0xDA0, 0x100), 0xD, 1).ebx());
        assertEquals(576 + 0x40 + 0x80, ask(vm, vm.vcpu().xcr0(0xB).msr(0xDA0, 0x100), 0xD, 1).ebx());
    }
}
