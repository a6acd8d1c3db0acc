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
 * An intercept in words, such as "ports 60H-64H". Ranges of one kind are put together, sorted by number, because a handler may ask for dozens.
 *
 * @param what  the kind of a range; the whole text where the intercept has no range
 * @param count the size of the range, which begins at {@code first}; 0 where there is none
 */
record InterceptText(String what, int first, int count) {
    static List<String> texts(Stream<Intercept> intercepts) {
        Map<String, List<InterceptText>> byKind = new LinkedHashMap<>();
        intercepts.map(InterceptText::of).forEach(text -> byKind.computeIfAbsent(text.what, _ -> new ArrayList<>()).add(text));
        return byKind.values().stream().map(InterceptText::text).toList();
    }

    private static InterceptText of(Intercept intercept) {
        return switch (intercept) {
            case Intercept.Ports(int first, int count) -> new InterceptText("port", first, count);
            case Intercept.MsrReads(int first, int count) -> new InterceptText("reads of MSR", first, count);
            case Intercept.MsrWrites(int first, int count) -> new InterceptText("writes of MSR", first, count);
            case Intercept.Every(var reason) -> all("every " + ExitSentence.of(reason));
            case Intercept.Exception(int vector) -> all(ExceptionVector.name(vector));
            case Intercept.ControlRegister(int number, long mask) when number == 0 || number == 4 ->
                    all("writes that change bits %XH of CR%d".formatted(mask, number));
            case Intercept.ControlRegister(int number, _) -> all("writes of CR" + number);
            case Intercept.ControlRegisterReads(int number) -> all("reads of CR" + number);
            case Intercept.Memory(var first, long bytes, var accesses) -> all("%s accesses to %d bytes from %s on".formatted(accesses, bytes, first));
        };
    }

    private static InterceptText all(String what) { return new InterceptText(what, 0, 0); }

    private static String text(List<InterceptText> ofOneKind) {
        var one = ofOneKind.getFirst();
        if (one.count == 0) return one.what;
        var sorted = ofOneKind.stream().sorted(Comparator.comparing(InterceptText::first, Integer::compareUnsigned));
        var numbers = sorted.map(InterceptText::numbers).collect(Collectors.joining(", "));
        return one.what + (ofOneKind.size() == 1 && one.count == 1 ? " " : "s ") + numbers;
    }

    private String numbers() { return count == 1 ? "%XH".formatted(first) : "%XH-%XH".formatted(first, first + count - 1); }
}
