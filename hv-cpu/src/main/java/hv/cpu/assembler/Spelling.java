package hv.cpu.assembler;

import java.util.Collection;
import java.util.Comparator;

/** Suggestions for a misspelt name. */
final class Spelling {
    private static final int LETTERS_A_MISTAKE = 3, MISTAKES = 3;

    private Spelling() {}

    /** {@code ; did you mean 'x'?}, or nothing where no name resembles this one. */
    static String suggestion(String name, Collection<String> names) {
        int limit = Math.clamp(name.length() / LETTERS_A_MISTAKE, 1, MISTAKES);
        return names.stream().filter(other -> distance(name, other) <= limit)
                .min(Comparator.<String>comparingInt(other -> distance(name, other)).thenComparing(Comparator.naturalOrder()))
                .map(other -> "; did you mean '" + other + "'?").orElse("");
    }

    /** Letters to insert, delete, replace, or exchange with a neighbour. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + changed);
                boolean exchanged = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (exchanged) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.length()][b.length()];
    }
}
