package hv.cpu.assembler;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The bytes that a pass over the statements produces. */
final class Output implements Scope {
    private static final int LARGEST = 16 << 20;

    private final long start;
    private final Symbols symbols;
    /** How long each instruction was in the passes before, each time that it was written. */
    private final Map<Statement, List<Integer>> lengths;
    private final Map<Statement, Integer> times = new IdentityHashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Statement current;
    private long here;
    private AssemblyException mistake;

    Output(long start, Symbols symbols, Map<Statement, List<Integer>> lengths) {
        this.start = start;
        this.symbols = symbols;
        this.lengths = lengths;
    }

    /** Statements in order. A mistake is kept, since another pass may mend it. */
    void emit(List<Statement> statements) {
        for (var statement : statements) {
            here = start + bytes.size();
            current = statement;
            try {
                statement.emit(this);
            } catch (AssemblyException e) {
                if (mistake == null) mistake = e;
                if (statement instanceof Statement.Instruction) write(new byte[lengthBefore()]);
            }
        }
    }

    /** The first mistake, or null. */
    AssemblyException mistake() { return mistake; }

    byte[] bytes() { return bytes.toByteArray(); }

    @Override public Value value(String symbol, Place place) { return symbols.value(symbol, place); }

    @Override public long here() { return here; }

    @Override public long start() { return start; }

    void define(String name, Value value, Place place) { symbols.define(name, value, place); }

    /** How long the current instruction was in the pass before; 0 in the first. */
    int lengthBefore() {
        var before = lengths.computeIfAbsent(current, _ -> new ArrayList<>());
        int time = times.getOrDefault(current, 0);
        return time < before.size() ? before.get(time) : 0;
    }

    void write(byte[] octets) {
        checked(octets.length, current.place());
        bytes.writeBytes(octets);
        if (current instanceof Statement.Instruction) remember(octets.length);
    }

    private void remember(int length) {
        int time = times.merge(current, 1, Integer::sum) - 1;
        var before = lengths.get(current);
        if (time < before.size()) before.set(time, length);
        else before.add(length);
    }

    void fill(int count, int octet) {
        var octets = new byte[count];
        Arrays.fill(octets, (byte) octet);
        bytes.writeBytes(octets);
    }

    /** A count of things of a size, of which there is room for. */
    int count(Expression count, int size, Place place) {
        long n = count.in(this).number();
        if (n < 0) throw place.error("a count can't be negative, and this one is " + n);
        return checked(Math.multiplyHigh(n, size) != 0 ? Long.MAX_VALUE : n * size, place);
    }

    /** That many bytes more are not too many. */
    int checked(long count, Place place) {
        if (count < 0 || count > LARGEST - bytes.size()) throw place.error("the program becomes larger than " + (LARGEST >> 20) + " MiB");
        return (int) count;
    }
}
