package hv.cpu.assembler;

/** Full names of labels: a local one, which begins with a dot, belongs to the last one before it that does not. */
final class LabelNames {
    private String outer = "";

    String full(String name) { return name.startsWith(".") ? outer + name : name; }

    /** A label is defined. @return its full name */
    String define(String name) {
        if (!name.contains(".")) outer = name;
        return full(name);
    }
}
