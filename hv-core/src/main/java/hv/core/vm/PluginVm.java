package hv.core.vm;

import hv.api.ExitHandler;
import hv.api.FeatureProbe;
import hv.api.Frame;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VirtualMachine;
import hv.api.VmExit;
import hv.api.machine.MmioDevice;
import hv.api.machine.PortDevice;
import hv.api.machine.Registration;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.core.machine.PluginContext;
import hv.core.machine.PluginMachine;

/** A virtual machine as one plugin sees it. */
final class PluginVm extends PluginMachine implements VirtualMachine {
    private final Vm vm;
    private final Stage stage;

    PluginVm(PluginContext plugin, Stage stage, Vm vm) {
        super(plugin, vm.board(), vm.memory());
        this.vm = vm;
        this.stage = stage;
    }

    @Override public String name() { return vm.name(); }
    @Override public Hpa hostBase() { return vm.hostBase(); }
    @Override public FeatureProbe.Capabilities processor() { return vm.cpu(); }
    @Override protected int processors() { return vm.processors().size(); }

    @Override public Registration intercept(Intercept what, ExitHandler handler) { return intercept(what, handler, stage); }

    private Registration intercept(Intercept what, ExitHandler handler, Stage at) {
        return keep(vm.intercept(handler, plugin.id(), at, what));
    }

    /** Ports of a device: its accesses exit, and the device's values are the answers. */
    @Override public Registration ports(int first, int count, PortDevice device) {
        var claimed = super.ports(first, count, device);
        var intercepted = intercept(Intercept.ports(first, count), new PortHandler(device), Stage.EMULATE);
        return () -> {
            intercepted.close();
            claimed.close();
        };
    }

    /** Registers of a device are not backed by memory, so their accesses exit. */
    @Override public Registration mmio(Gpa first, long bytes, MmioDevice device) {
        var claimed = super.mmio(first, bytes, device);
        vm.remap(first, bytes);
        return keep(() -> {
            claimed.close();
            vm.remap(first, bytes);
        });
    }

    @Override public Frame newFrame() {
        var frame = vm.newFrame();
        keep(frame);
        return frame;
    }

    @Override public void remap(Gpa first, long bytes) { vm.remap(first, bytes); }

    /** Asks a port device, and answers what it says. */
    private record PortHandler(PortDevice device) implements ExitHandler {
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            return switch (exit) {
                case VmExit.PortIn(int port, int bytes) -> Outcome.answer(device.in(port, bytes) & 0xFFFF_FFFFL);
                case VmExit.PortOut(int port, int bytes, int value) -> {
                    device.out(port, bytes, value);
                    yield Outcome.ADVANCE;
                }
                default -> next.handle(exit, vcpu);
            };
        }
    }
}
