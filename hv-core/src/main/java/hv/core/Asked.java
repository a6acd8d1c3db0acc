package hv.core;

import hv.api.Intercept;
import hv.api.x86.ExceptionVector;
import hv.core.report.ExitSentence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a plugin asked for, to be read: ranges of one kind stand together, by number, because a handler may claim dozens.
 *
 * @param what  all of it, or what there is a range of
 * @param count how many from {@code first} on; 0 where {@code what} says all
 */
record Asked(String what, int first, int count) {
    static List<String> texts(Stream<Intercept> intercepts) {
        Map<String, List<Asked>> byKind = new LinkedHashMap<>();
        intercepts.map(Asked::of).forEach(asked -> byKind.computeIfAbsent(asked.what, _ -> new ArrayList<>()).add(asked));
        return byKind.values().stream().map(Asked::text).toList();
    }

    private static Asked of(Intercept intercept) {
        return switch (intercept) {
            case Intercept.Ports(int first, int count) -> new Asked("port", first, count);
            case Intercept.MsrReads(int first, int count) -> new Asked("reads of MSR", first, count);
            case Intercept.MsrWrites(int first, int count) -> new Asked("writes of MSR", first, count);
            case Intercept.Every(var reason) -> all("every " + ExitSentence.of(reason));
            case Intercept.Exception(int vector) -> all(ExceptionVector.name(vector));
            case Intercept.ControlRegister(int number, long mask) when number == 0 || number == 4 ->
                    all("writes that change bits %XH of CR%d".formatted(mask, number));
            case Intercept.ControlRegister(int number, _) -> all("writes of CR" + number);
            case Intercept.ControlRegisterReads(int number) -> all("reads of CR" + number);
            case Intercept.Memory(var first, long bytes, var accesses) -> all("%s accesses to %d bytes from %s on".formatted(accesses, bytes, first));
        };
    }

    private static Asked all(String what) { return new Asked(what, 0, 0); }

    private static String text(List<Asked> ofOneKind) {
        var one = ofOneKind.getFirst();
        if (one.count == 0) return one.what;
        var numbers = ofOneKind.stream().sorted(Comparator.comparing(Asked::first, Integer::compareUnsigned)).map(Asked::numbers).collect(Collectors.joining(", "));
        return one.what + (ofOneKind.size() == 1 && one.count == 1 ? " " : "s ") + numbers;
    }

    private String numbers() { return count == 1 ? "%XH".formatted(first) : "%XH-%XH".formatted(first, first + count - 1); }
}
