package hv.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Closed lists of names, such as plugins, settings or options: what to tell a person who writes one that is not there. */
public final class Names {
    private static final int MOST = 3, SHORTEST = 3, LETTERS_PER_SLIP = 4, MOST_SLIPS = 4;

    private Names() {}

    /**
     * What goes behind a complaint about an unknown name: {@code "; did you mean 'serial'? There are: pci, serial"}, or the list alone where nothing is near.
     *
     * @param wrong the name that is not among {@code names}
     */
    public static String choices(String wrong, Collection<String> names) {
        var hint = hint(wrong, names);
        return hint + (hint.isEmpty() ? "; there are: " : " There are: ") + String.join(", ", names);
    }

    /** The first half of {@link #choices}, for lists too long to be shown; empty where nothing is near. */
    public static String hint(String wrong, Collection<String> names) {
        var near = near(wrong, names);
        return near.isEmpty() ? "" : "; did you mean '" + String.join("' or '", near) + "'?";
    }

    /** The nearest names, at most {@value #MOST}, by slips of the pen: letters too many, too few, wrong or swapped; or those that begin so. */
    static List<String> near(String wrong, Collection<String> names) {
        var folded = folded(wrong);
        int least = names.stream().mapToInt(name -> slips(folded, folded(name))).min().orElse(Integer.MAX_VALUE);
        if (least <= tolerated(folded)) return names.stream().filter(name -> slips(folded, folded(name)) == least).distinct().limit(MOST).toList();
        if (folded.length() < SHORTEST) return List.of();
        return names.stream().filter(name -> folded(name).startsWith(folded)).sorted(Comparator.comparing(String::length)).distinct().limit(MOST).toList();
    }

    private static int tolerated(String name) {
        return name.length() < SHORTEST ? 0 : Math.min(MOST_SLIPS, (name.length() + 2) / LETTERS_PER_SLIP);
    }

    private static String folded(String name) { return name.toLowerCase(Locale.ROOT).replaceAll("[_ .]", "-"); }

    /** How many letters have to be added, dropped, replaced or swapped with their neighbour. */
    private static int slips(String from, String to) {
        var rows = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) rows[i][j] = i == 0 || j == 0 ? i + j : slips(from, to, rows, i, j);
        }
        return rows[from.length()][to.length()];
    }

    private static int slips(String from, String to, int[][] rows, int i, int j) {
        int replaced = rows[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
