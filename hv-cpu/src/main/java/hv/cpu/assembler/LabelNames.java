package hv.cpu.assembler;

/** Full names of labels: a local one, which begins with a dot, belongs to the last one before it that does not. */
final class LabelNames {
    private String outer = "";

    String full(String name, Place place) {
        if (!name.startsWith(".")) return name;
        if (outer.isEmpty()) throw place.error("the local label '" + name + "' stands before any label that it could belong to");
        return outer + name;
    }

    /** A label is defined. @return its full name */
    String define(String name, Place place) {
        if (!name.contains(".")) outer = name;
        return full(name, place);
    }
}
