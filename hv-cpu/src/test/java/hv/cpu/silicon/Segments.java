package hv.cpu.silicon;

/** Chooses what DS, ES, SS, FS and GS hold. */
final class Segments {
    private static final int[] FIELDS = {State.DS, State.ES, State.FS, State.GS};
    private static final int LIMITED = 8;

    private final CaseRandom random;
    private final Mode mode;
    private final boolean basesWork;

    Segments(CaseRandom random, Mode mode, boolean basesWork) {
        this.random = random;
        this.mode = mode;
        this.basesWork = basesWork;
    }

    void choose(Region region, State before) {
        before.selector(State.CS, mode.codeSelector);
        before.selector(State.SS, mode.segmented() ? stack(region) : Tables.USER_DATA);
        for (int field : FIELDS) before.set(field, mode.segmented() ? data(region) : Tables.USER_DATA);
        before.set(State.FS_BASE, mode.segmented() ? Tables.base((int) before.get(State.FS)) : basesWork ? Region.WINDOW.middle() - 64 : 0);
        before.set(State.GS_BASE, mode.segmented() ? Tables.base((int) before.get(State.GS)) : basesWork ? Region.CODE.linear : 0);
    }

    private int data(Region region) {
        if (mode == Mode.SEGMENTED_16 && !random.once(8)) return Tables.regional(region);
        int selector = random.once(8) ? 0 : Tables.local(1 + random.nextInt(Tables.localEntries() - 1));
        return loadable(selector) ? selector : random.once(4) ? Tables.USER_CODE_32 : Tables.USER_DATA;
    }

    private int stack(Region region) {
        return switch (random.nextInt(8)) {
            case 0 -> Tables.USER_DATA;
            case 1 -> Tables.local(LIMITED);
            default -> mode == Mode.SEGMENTED_16 || random.once(4) ? Tables.regional(region) : Tables.USER_DATA;
        };
    }

    /** Present, and readable. */
    private static boolean loadable(int selector) {
        int rights = Tables.rights(selector);
        return Tables.isNull(selector) || (rights & 0x80) != 0 && (rights & 0xA) != 8;
    }
}
