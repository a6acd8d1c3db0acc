package hv.cpu.silicon;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs cases of a subject on both processors, two batches at a time: the host executes one while the other is made or compared. */
final class Experiment implements AutoCloseable {
    private static final int MOST_REPORTED = 40, REPORTED_PER_INSTRUCTION = 2;
    /** A subject ends with so many mismatches, or cases that killed or hung the host's process: a hang costs more time than all cases that pass. */
    private static final int MOST_MISMATCHES = 400, MOST_DEATHS = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Arena arena = Arena.ofShared();
    private final HostProcessor theirs;
    private final OurProcessor ours;
    private final Generator generator;
    private final Case[][] batches = new Case[2][SharedFile.BATCH_CASES];
    private final int[] sizes = new int[2];
    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private final List<String> reports = new ArrayList<>();
    private final Exclusions exclusions;
    private final HostDifferences differences;
    private final Subject subject;
    private final Host host;
    private final Mode mode;
    private long compared, notCompared;
    private int deaths;

    Experiment(Subject subject, Mode mode, Host host, Path directory) throws IOException {
        this.subject = subject;
        this.mode = mode;
        this.host = host;
        exclusions = new Exclusions(host);
        theirs = new HostProcessor(directory, exclusions.basesWork(), PATIENCE);
        ours = new OurProcessor(true, subject.extended());
        differences = new HostDifferences(host, ours, arena);
        generator = new Generator(subject, mode, exclusions);
        for (int batch = 0; batch < 2; batch++) for (int i = 0; i < SharedFile.BATCH_CASES; i++) batches[batch][i] = emptyCase(batch, i);
    }

    private Case emptyCase(int batch, int i) {
        var made = new Case();
        made.before = theirs.shared.before(batch, i);
        made.theirs = theirs.shared.after(batch, i);
        made.ours = new State(arena.allocate(State.BYTES, 8));
        return made;
    }

    /** @param run seed of all cases; @param count how many */
    void run(long run, long count) {
        long made = 0;
        int batch = 0;
        make(0, run, 0, count);
        theirs.begin(0, sizes[0]);
        made += sizes[0];
        while (sizes[batch] > 0 && !ended()) {
            int other = 1 - batch;
            make(other, run, made, count);
            made += sizes[other];
            execute(batch);
            var died = theirs.end();
            deaths += died.cardinality();
            if (sizes[other] > 0) theirs.begin(other, sizes[other]);
            compare(batch, died);
            batch = other;
        }
    }

    private boolean ended() { return mismatches() >= MOST_MISMATCHES || deaths >= MOST_DEATHS; }

    private int mismatches() { return failures.values().stream().mapToInt(n -> n).sum(); }

    /** One case alone, as its report told it. */
    void repeat(long seed) {
        sizes[0] = 1;
        generator.make(batches[0][0], seed);
        theirs.begin(0, 1);
        execute(0);
        compare(0, theirs.end());
    }

    private void make(int batch, long run, long first, long count) {
        sizes[batch] = (int) Math.min(SharedFile.BATCH_CASES, count - first);
        for (int i = 0; i < sizes[batch]; i++) generator.make(batches[batch][i], CaseRandom.seed(run, first + i));
    }

    private void execute(int batch) {
        for (int i = 0; i < sizes[batch]; i++) ours.run(batches[batch][i].before, batches[batch][i].region, batches[batch][i].ours);
    }

    private void compare(int batch, BitSet died) {
        for (int i = 0; i < sizes[batch]; i++) {
            var found = died.get(i) ? List.of("the host's process died, or hung and was killed") : compare(batches[batch][i]);
            if (!found.isEmpty()) report(batches[batch][i], found);
        }
        compared += sizes[batch];
    }

    private List<String> compare(Case at) {
        Comparison.normalize(at);
        if (differences.adapt(at)) return Comparison.differences(at, subject.extended(), host);
        notCompared++;
        return List.of();
    }

    private void report(Case at, List<String> differences) {
        int before = failures.merge(at.op.row.opcode() + " " + at.op.mnemonic, 1, Integer::sum);
        if (before > REPORTED_PER_INSTRUCTION || reports.size() >= MOST_REPORTED) return;
        byte[] bytes = new byte[at.op.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) at.before.at(State.CODE + i);
        reports.add("seed %d, %d-bit code %s  %s\n    %s\n    before: %s".formatted(at.seed, at.op.codeWidth, HexFormat.ofDelimiter(" ").formatHex(bytes),
                at.op, String.join("; ", differences), at.before));
    }

    /** How much was compared, what differs by vendor, and what of the table can't be compared. */
    String summary() {
        return "%s, %s on %s: %d cases on both processors, %d mismatches%s; differing by vendor or generation: %s%s; unproven here: %s".formatted(subject.name(),
                mode, host, compared - notCompared, mismatches(), ended() ? ", and ended there" : "", differences.met(),
                notCompared > 0 ? ", not compared with an unknown vendor's" : "", exclusions.met());
    }

    /** Mismatches by instruction. */
    Map<String, Integer> failures() { return failures; }
    /** The first ones in detail. */
    String report() { return failures + "\n" + String.join("\n", reports); }

    @Override
    public void close() {
        theirs.close();
        ours.close();
        arena.close();
    }
}
