package hv.ept;

import static hv.api.Hypercall.argument;

import hv.api.GuestFault;
import hv.api.Hypercall;
import hv.api.Hypercall.Privilege;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.machine.Machine;
import hv.api.machine.StateFields;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Gva;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hypercalls of {@link HookedPage}, for code at CPL 0.
 *
 * <table>
 * <caption>Hypercalls of hooked-page</caption>
 * <tr><th>number</th><th>name</th><th>arguments</th><th>result</th></tr>
 * <tr><td>100H</td><td>hook-set</td><td>linear address of the code, linear address of the bytes to execute there instead, how many
 * (1 to {@value #LONGEST})</td><td>the hook's number, from 1 on</td></tr>
 * <tr><td>101H</td><td>hook-remove</td><td>the hook's number</td><td>0</td></tr>
 * </table>
 *
 * A hypercall that fails, with one of {@link Hypercall.Error}, has changed nothing.
 */
final class HookCalls {
    static final int LONGEST = 4096;

    private final HookedPage hooked;
    private final Map<Long, List<Patch>> hooks = new TreeMap<>();
    private long last;

    private HookCalls(HookedPage hooked) { this.hooked = hooked; }

    static void offer(Machine machine, HookedPage hooked) {
        var calls = new HookCalls(hooked);
        machine.state("hooks", 1, calls::fields);
        machine.offer(Hypercall.class, new Hypercall(0x100, "hook-set", Privilege.SUPERVISOR_ONLY, calls::set));
        machine.offer(Hypercall.class, new Hypercall(0x101, "hook-remove", Privilege.SUPERVISOR_ONLY, calls::remove));
    }

    /** Hooks of the setting come with it. Older ones are placed first, so that later ones lie over them again. */
    private void fields(StateFields fields) {
        last = fields.number("last", last);
        long[] numbers = fields.numbers("numbers", hooks.keySet().stream().mapToLong(Long::longValue).toArray());
        if (fields.restoring()) {
            hooks.values().forEach(hooked::remove);
            hooks.clear();
        }
        for (long number : numbers) fields.part("hook" + number, part -> fields(part, number));
    }

    private void fields(StateFields fields, long number) {
        var now = hooks.getOrDefault(number, List.of());
        long[] places = fields.numbers("places", now.stream().mapToLong(patch -> patch.at().value()).toArray());
        var patches = new ArrayList<Patch>();
        for (int i = 0; i < places.length; i++) {
            patches.add(new Patch(new Gpa(places[i]), fields.bytes("bytes" + i, i < now.size() ? now.get(i).bytes() : new byte[0])));
        }
        if (!fields.restoring()) return;
        hooks.put(number, patches);
        hooked.set(patches);
    }

    private Outcome set(Vcpu vcpu) throws GuestFault {
        long count = argument(vcpu, 2);
        if (count < 1 || count > LONGEST) return Hypercall.Error.BAD_ARGUMENT.outcome();
        var bytes = new byte[(int) count];
        vcpu.read(new Gva(argument(vcpu, 1)), bytes);
        var patches = patches(vcpu, argument(vcpu, 0), bytes);
        hooked.set(patches);
        hooks.put(++last, patches);
        return Outcome.answer(last);
    }

    /** Cuts at page boundaries, for pages that are neighbours in linear memory may lie far apart in guest-physical memory. */
    private static List<Patch> patches(Vcpu vcpu, long code, byte[] bytes) throws GuestFault {
        var patches = new ArrayList<Patch>();
        for (var linear : Patch.of(code, bytes)) {
            var at = vcpu.translate(new Gva(linear.at().value()), Access.EXECUTE);
            patches.add(new Patch(at, linear.bytes()));
        }
        return patches;
    }

    private Outcome remove(Vcpu vcpu) {
        var patches = hooks.remove(argument(vcpu, 0));
        if (patches == null) return Hypercall.Error.BAD_ARGUMENT.outcome();
        hooked.remove(patches);
        return Outcome.answer(0);
    }
}
