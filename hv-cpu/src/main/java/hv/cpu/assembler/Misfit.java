package hv.cpu.assembler;

/** A row can't hold a number that is written: another may. */
final class Misfit extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Place place;
    /** The widest number that the row can hold, in bytes: of several rows the widest one's complaint is told. */
    final int bytes;

    Misfit(Place place, int bytes, String message) {
        super(message, null, false, false);
        this.place = place;
        this.bytes = bytes;
    }

    AssemblyException error() { return place.error(getMessage()); }
}
