package hv.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.Flags;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Code that writes a register that decides the mode calls {@link Cpu#modeChanged} afterwards, or leaves that to each of its callers. This is found in
 * the bytecode, where the order of instructions is taken for the order of execution.
 */
class ModeFollowsTests {
    private static final String CPU = name(Cpu.class), REGISTERS = name(Registers.class), SEGMENT = name(Segment.class), FLAGS = name(Flags.class);
    private static final Set<String> DECIDING = Set.of("cr0", "cr4", "efer", "cpl");
    /** Operations whose writes decide no mode: CR0.TS, RFLAGS except AC and VM, LDTR and TR. */
    private static final Set<String> HARMLESS = Set.of("ControlRegisterMoves.clts", "FlagControl.cli", "FlagControl.sti", "FlagOps.cld", "FlagOps.std",
            "TableRegisters.lldt", "TableRegisters.ltr");

    /** Places where the mode changes without an operation: events, VM entry and exit, RESET and INIT, and registers that software in Java sets. */
    private static final List<String> DOORS = List.of("GuestEvents.", "VmEntry.enter(", "VmExit.perform(", "Reset.reset(", "Reset.init(",
            "EmulatedProcessor.set(", "EmulatedProcessor.reset(", "EmulatedProcessor.rflags(J", "EmulatedProcessor.movToCr(", "EmulatedProcessor.wrmsr(");

    private enum What { WRITES, FOLLOWS, CALLS }

    private enum End { UNTOUCHED, STALE, FOLLOWED }

    private record Event(What what, String target) {}

    private final Map<String, List<Event>> methods = new HashMap<>();

    private static String name(Class<?> type) { return type.getName().replace('.', '/'); }

    @Test void everyOperationThatChangesTheModeLetsItFollow() throws IOException {
        read();
        var ends = ends();
        var stale = new TreeSet<String>();
        ends.forEach((method, end) -> {
            if (end == End.STALE && (isOperation(method) || DOORS.stream().anyMatch(method::startsWith))) stale.add(method.substring(0, method.indexOf('(')));
        });
        assertTrue(ends.values().stream().filter(end -> end == End.FOLLOWED).count() > 20, "methods after which the mode has followed");
        for (var door : DOORS) assertTrue(methods.keySet().stream().anyMatch(method -> method.startsWith(door)), "no method " + door);
        assertEquals(new TreeSet<>(HARMLESS), stale, "operations after which the mode has not followed");
    }

    /** Whether a method is an operation. Lambdas have the values that they capture before the parameters of an operation. */
    private static boolean isOperation(String method) { return method.endsWith("Lhv/cpu/semantics/Cpu;Lhv/cpu/decode/Op;III)V"); }

    /** The end of each method, to the fixed point. */
    private Map<String, End> ends() {
        var ends = new HashMap<String, End>();
        boolean more = true;
        while (more) {
            more = false;
            for (var method : methods.keySet()) {
                var end = end(method, ends);
                more |= end != ends.put(method, end);
            }
        }
        return ends;
    }

    private End end(String method, Map<String, End> ends) {
        var end = End.UNTOUCHED;
        for (var event : methods.get(method)) {
            var then = switch (event.what) {
                case WRITES -> End.STALE;
                case FOLLOWS -> End.FOLLOWED;
                case CALLS -> isOperation(event.target) ? End.UNTOUCHED : ends.getOrDefault(event.target, End.UNTOUCHED);
            };
            if (then != End.UNTOUCHED) end = then;
        }
        return end;
    }

    private void read() throws IOException {
        var classes = Path.of(URI.create(Cpu.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        try (var files = Files.walk(classes)) {
            for (var file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                var type = ClassFile.of().parse(Files.readAllBytes(file));
                for (var method : type.methods()) methods.put(key(type.thisClass().asInternalName(), method), events(method));
            }
        }
    }

    private static String key(String type, MethodModel method) { return key(type, method.methodName().stringValue(), method.methodType().stringValue()); }

    private static String key(String type, String method, String descriptor) { return type.substring(type.lastIndexOf('/') + 1) + "." + method + descriptor; }

    private static List<Event> events(MethodModel method) {
        var events = new ArrayList<Event>();
        method.code().ifPresent(code -> code.forEach(element -> {
            switch (element) {
                case FieldInstruction field when field.opcode() == Opcode.PUTFIELD && decides(field) -> events.add(new Event(What.WRITES, ""));
                case InvokeInstruction call -> events.add(called(call));
                case InvokeDynamicInstruction lambda -> lambda.bootstrapArgs().forEach(argument -> {
                    if (argument instanceof DirectMethodHandleDesc made) events.add(new Event(What.CALLS, key(made)));
                });
                default -> { }
            }
        }));
        return events;
    }

    private static String key(DirectMethodHandleDesc made) { return key(made.owner().displayName(), made.methodName(), made.lookupDescriptor()); }

    private static boolean decides(FieldInstruction field) {
        var owner = field.owner().asInternalName();
        var name = field.name().stringValue();
        boolean register = (owner.equals(CPU) || owner.equals(REGISTERS)) && DECIDING.contains(name);
        return register || owner.equals(FLAGS) && name.equals("others");
    }

    private static Event called(InvokeInstruction call) {
        var owner = call.owner().asInternalName();
        var name = call.name().stringValue();
        if (owner.equals(CPU) && name.equals("modeChanged")) return new Event(What.FOLLOWS, "");
        boolean writes = owner.equals(SEGMENT) && name.equals("load") || owner.equals(FLAGS) && name.equals("setImage");
        return writes ? new Event(What.WRITES, "") : new Event(What.CALLS, key(owner, name, call.type().stringValue()));
    }
}
