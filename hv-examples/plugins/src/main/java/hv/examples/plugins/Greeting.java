package hv.examples.plugins;

import hv.api.ExitHandler;
import hv.api.Hypercall;
import hv.api.Outcome;
import hv.api.VirtualMachine;

/**
 * Offers hypercall 4A56H, which prints a greeting and answers how often this virtual machine has called it:
 * {@code mov eax, 0x4A56; vmcall}.
 */
public final class Greeting implements ExitHandler {
    private long calls;                                     // one instance per virtual machine: a field is its state

    @Override public String about() { return "offers hypercall 4A56H"; }
    @Override public boolean onByDefault() { return false; }

    @Override public void attach(VirtualMachine vm) {
        vm.state("calls", 1, fields -> calls = fields.number("calls", calls));
        vm.offer(Hypercall.class, new Hypercall(0x4A56, "greeting", Hypercall.Privilege.ANYONE, _ -> {
            for (char letter : "Hello from Java\n".toCharArray()) vm.console().write(letter);
            return Outcome.answer(++calls);
        }));
    }
}
